import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { drawFresh } from '#client/lib/slides/drawPage.ts'
import type { FileId } from '#shared/ids.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './SlideDesk.module.css'

/** CSS px of a thumbnail, drawn at twice that for sharp screens. */
const WIDTH = 128

const Thumb = (props: { readonly fileId: FileId; readonly page: number }) => {
  const { fileId, page } = props
  const host = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let isCurrent = true
    drawFresh(fileId, page, WIDTH * 2).then(
      ({ canvas }) => isCurrent && host.current?.replaceChildren(canvas),
      // The large page says when slides cannot be fetched; an empty thumbnail still turns to its page.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [fileId, page])
  return <span ref={host} className={styles.thumb} aria-hidden="true" />
}

/** All pages in a row, the current one marked: any of them is one press away. */
export const PageThumbs = ({ mayMove }: { readonly mayMove: boolean }) => {
  const { t } = useTranslation('classrooms')
  const { state, send } = useRoom()
  const { slides, page } = state
  const current = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    void page
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [page])
  if (!slides) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and while pages cannot be turned nothing in it takes the keyboard
    <nav className={styles.thumbs} aria-label={t('slides.all')} tabIndex={0}>
      {Array.from({ length: slides.pages }, (_, index) => index + 1).map((number) => (
        <button
          key={number}
          type="button"
          ref={number === page ? current : undefined}
          aria-current={number === page ? 'page' : undefined}
          aria-label={t('slides.goTo', { page: number })}
          disabled={!mayMove || state.phase !== 'live'}
          onClick={() => send({ type: 'page.go', page: number })}
        >
          <Thumb fileId={slides.fileId} page={number} />
          <span className="num">{number}</span>
        </button>
      ))}
    </nav>
  )
}
