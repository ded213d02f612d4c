import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { spanAt } from '../timeline/buildTimeline.ts'
import styles from './Replay.module.css'
import { usePlayheadMs } from './useClockFrame.ts'
import type { StudySurface } from './useStudySurface.ts'

/** On a phone the lesson is a row of its steps: press one to go there. */
export const StepStrip = ({ surface }: { readonly surface: StudySurface }) => {
  const { study } = surface
  const { t } = useTranslation('study')
  const nowMs = usePlayheadMs(study.clock, 500)
  const { steps, range } = study.model
  const current = spanAt(steps, nowMs)
  const length = Math.max(1, range.endMs - range.startMs)
  return (
    <nav className={styles.strip} aria-label={t('strip.label')}>
      {steps.map((step) => (
        <button
          key={step.startMs}
          type="button"
          aria-current={step === current || undefined}
          style={{ flexGrow: (step.endMs - step.startMs) / length }}
          onClick={() => study.clock.seek(step.startMs)}
        >
          <span>{step.index + 1}</span>
          <span className="sr">
            {step.title} {formatTime(step.startMs)}
          </span>
        </button>
      ))}
    </nav>
  )
}
