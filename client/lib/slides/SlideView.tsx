import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileId } from '#shared/ids.ts'
import styles from './SlideView.module.css'
import { useBox } from './useBox.ts'
import { useDrawnPage } from './useDrawnPage.ts'

const WIDE = 16 / 9

/** The largest rectangle of this shape inside the box, in CSS pixels. */
const fitted = (box: { readonly width: number; readonly height: number }, ratio: number) => {
  const width = Math.min(box.width, box.height > 0 ? box.height * ratio : box.width)
  return { width: Math.floor(width), height: Math.floor(width / ratio) }
}

/**
 * One page of the slides, as large as its box allows and as sharp as the screen is. The page before
 * stays until the next is drawn. Children lie exactly over the page: ink, pointers.
 */
export const SlideView = (props: {
  readonly fileId: FileId | null
  readonly page: number
  readonly className?: string | undefined
  /** Width of the page on screen in CSS pixels, whenever it changes. */
  readonly onSize?: (px: number) => void
  readonly label: string
  readonly children?: ReactNode
}) => {
  const { fileId, page, onSize } = props
  const { t } = useTranslation('classrooms')
  const frame = useRef<HTMLDivElement>(null)
  const paper = useRef<HTMLDivElement>(null)
  const box = useBox(frame)
  const widthPx = Math.round(box.width * Math.min(window.devicePixelRatio || 1, 3))
  const view = useDrawnPage(fileId, page, widthPx)
  const ratio = view.kind === 'drawn' ? view.page.ratio : WIDE
  const size = fitted(box, ratio)
  const canvas = view.kind === 'drawn' ? view.page.canvas : null

  useEffect(() => {
    const host = paper.current
    if (!host || !canvas) return
    canvas.className = styles.canvas ?? ''
    host.replaceChildren(canvas)
  }, [canvas])
  useEffect(() => onSize?.(size.width), [onSize, size.width])

  return (
    <div ref={frame} className={`${styles.frame} ${props.className ?? ''}`}>
      <div className={styles.page} style={size}>
        <div
          ref={paper}
          className={styles.paper}
          role="img"
          aria-label={props.label}
          data-drawn={view.kind === 'drawn' ? view.number : undefined}
        />
        {!fileId && <p className={styles.words}>{t('slides.none')}</p>}
        {fileId && view.kind === 'failed' && <p className={styles.words}>{t('slides.failed')}</p>}
        {props.children}
      </div>
    </div>
  )
}
