import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { spanAt } from '../timeline/buildTimeline.ts'
import styles from './Replay.module.css'
import { usePlayheadMs } from './useClockFrame.ts'
import type { StudySurface } from './useStudySurface.ts'

/** What the plan says for this moment, and what it took: planned against used. */
export const NowStrip = ({ surface }: { readonly surface: StudySurface }) => {
  const { study } = surface
  const { t } = useTranslation('study')
  const nowMs = usePlayheadMs(study.clock, 1000)
  const span = spanAt(study.model.steps, nowMs)
  const step = span ? study.lesson.steps[span.index] : undefined
  const usedMs = span ? nowMs - span.startMs : 0
  const isOver = span !== null && span.plannedMs > 0 && usedMs > span.plannedMs
  return (
    <section className={styles.now} aria-label={t('now.title')}>
      <div>
        <b>{t('now.title')}</b>
        {span ? (
          <>
            <span className={styles.step}>
              {span.index + 1} {span.title}
            </span>
            <span className="num" data-over={isOver}>
              {t('now.minutes', {
                planned: formatTime(span.plannedMs),
                used: formatTime(usedMs),
              })}
            </span>
          </>
        ) : (
          <span>{t('now.none')}</span>
        )}
      </div>
      <p>{step?.lead || step?.student}</p>
      <LinkButton to={`/lessons/${study.lesson.lessonId}/plan`} size="s" icon="book" night>
        {t('now.open')}
      </LinkButton>
    </section>
  )
}
