import { useTranslation } from 'react-i18next'
import { InkLayer } from '#client/lib/slides/InkLayer.tsx'
import { SlideView } from '#client/lib/slides/SlideView.tsx'
import { type useDrawing, useInkFlags, usePageInk } from '../ink/useInk.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './SlideDesk.module.css'

/** The slide with both sites' ink on it; drawn on with the tool in hand. */
export const SlideDesk = (props: {
  readonly drawing?: ReturnType<typeof useDrawing>['drawing']
}) => {
  const { t } = useTranslation('classrooms')
  const { state } = useRoom()
  const strokes = usePageInk()
  const flags = useInkFlags(strokes)
  const { slides, page } = state
  return (
    <SlideView
      fileId={slides?.fileId ?? null}
      page={page}
      className={styles.slide}
      label={t('slides.label', { page, pages: slides?.pages ?? 0 })}
    >
      <InkLayer strokes={strokes} flags={flags} drawing={props.drawing} />
    </SlideView>
  )
}
