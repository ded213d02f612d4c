import { useEffect, useState } from 'react'
import type { FileId } from '#shared/ids.ts'
import { type DrawnPage, drawPage } from './drawPage.ts'
import { slideFile } from './slideFile.ts'

export type PageView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'drawn'; readonly page: DrawnPage; readonly number: number }
  | { readonly kind: 'failed' }

/** A lost page is asked for again after this long, ms: networks come back by themselves. */
const AGAIN_AFTER_MS = 4000

const preload = async (fileId: FileId, page: number, widthPx: number): Promise<void> => {
  const { numPages } = await slideFile(fileId)
  if (page <= numPages) await drawPage(fileId, page, widthPx)
}

/** The page at this width; the one before stays until it is drawn, the next is drawn ahead. */
export const useDrawnPage = (fileId: FileId | null, page: number, widthPx: number): PageView => {
  const [view, setView] = useState<PageView>({ kind: 'loading' })
  useEffect(() => {
    if (!fileId || widthPx === 0) return
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const attempt = (): void => {
      drawPage(fileId, page, widthPx).then(
        (drawn) => {
          if (!isCurrent) return
          setView({ kind: 'drawn', page: drawn, number: page })
          preload(fileId, page + 1, widthPx).catch(() => undefined)
        },
        () => {
          if (!isCurrent) return
          setView((before) => (before.kind === 'drawn' ? before : { kind: 'failed' }))
          timer = setTimeout(attempt, AGAIN_AFTER_MS)
        },
      )
    }
    attempt()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [fileId, page, widthPx])
  return view
}
