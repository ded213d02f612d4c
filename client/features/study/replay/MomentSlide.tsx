import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { InkLayer } from '#client/lib/slides/InkLayer.tsx'
import { SlideView } from '#client/lib/slides/SlideView.tsx'
import { strokesAt } from '#client/lib/slides/strokesAt.ts'
import { spanAt } from '../timeline/buildTimeline.ts'
import styles from './Replay.module.css'
import { usePlayheadMs } from './useClockFrame.ts'
import type { StudySurface } from './useStudySurface.ts'

/** The page both rooms saw at this moment, with the ink as it stood. */
export const MomentSlide = ({ surface }: { readonly surface: StudySurface }) => {
  const { study, events } = surface
  const { t } = useTranslation('study')
  const nowMs = usePlayheadMs(study.clock, 100)
  const { pages } = study.model
  const last = pages[pages.length - 1]
  const page = spanAt(pages, nowMs)?.page ?? (last && nowMs >= last.startMs ? last.page : 1)
  const strokes = useMemo(() => strokesAt(events, nowMs, page), [events, nowMs, page])
  const { slides } = study.lesson
  return (
    <SlideView
      fileId={slides?.fileId ?? null}
      page={page}
      className={styles.slide}
      label={slides ? t('slide.label', { page, pages: slides.pages }) : t('slide.none')}
    >
      <InkLayer strokes={strokes} />
    </SlideView>
  )
}
