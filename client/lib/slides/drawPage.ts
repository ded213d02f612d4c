import type { FileId } from '#shared/ids.ts'
import { slideFile } from './slideFile.ts'

export type DrawnPage = {
  readonly canvas: HTMLCanvasElement
  /** Width over height. */
  readonly ratio: number
}

/** A full-HD page is 8 MB; the page before, this one and the next are worth keeping. */
const KEPT = 4
const drawn = new Map<string, Promise<DrawnPage>>()

const draw = async (fileId: FileId, pageNumber: number, widthPx: number): Promise<DrawnPage> => {
  const document = await slideFile(fileId)
  const page = await document.getPage(Math.min(Math.max(1, pageNumber), document.numPages))
  const natural = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: widthPx / natural.width })
  const canvas = window.document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  await page.render({ canvas, viewport }).promise
  return { canvas, ratio: natural.width / natural.height }
}

/** One page at `widthPx` device pixels, drawn once and kept for a while. */
export const drawPage = (fileId: FileId, page: number, widthPx: number): Promise<DrawnPage> => {
  const key = `${fileId} ${page} ${widthPx}`
  const known = drawn.get(key)
  drawn.delete(key)
  const drawing = known ?? draw(fileId, page, widthPx)
  drawn.set(key, drawing)
  drawing.catch(() => drawn.delete(key))
  for (const oldest of drawn.keys()) {
    if (drawn.size <= KEPT) break
    drawn.delete(oldest)
  }
  return drawing
}

/** A page nobody else needs, e.g. a thumbnail: drawn, not kept. */
export const drawFresh = draw
