import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sumMinutes } from '#shared/plans/minutes.ts'
import styles from './TimeStrip.module.css'
import type { Border, BorderDrag } from './useBorderDrag.ts'

const nudges: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
}

/** The borders between steps: drag, or ← → with the keyboard. Each says what lies on its two sides. */
export const BorderHandles = (drag: BorderDrag & { readonly lengthMin: number }) => {
  const { t } = useTranslation('plans')
  const { steps, lengthMin, nudge } = drag
  const scale = Math.max(sumMinutes(steps), lengthMin)
  const onKey = (border: Border) => (event: KeyboardEvent) => {
    const by = nudges[event.key]
    if (by === undefined) return
    event.preventDefault()
    nudge(border, by)
  }
  return steps.slice(0, -1).map((step, index) => {
    const next = steps[index + 1]
    const border = { leftId: step.stepId, rightId: next?.stepId ?? '' }
    const names = {
      left: step.title || t('step.untitled'),
      right: next?.title || t('step.untitled'),
    }
    const text = { ...names, leftMin: step.minutes, rightMin: next?.minutes ?? 0 }
    return (
      <div
        key={step.stepId}
        role="slider"
        tabIndex={0}
        className={styles.handle}
        style={{ left: `${(sumMinutes(steps.slice(0, index + 1)) / scale) * 100}%` }}
        aria-label={t('strip.border', names)}
        aria-valuemin={0}
        aria-valuemax={step.minutes + (next?.minutes ?? 0)}
        aria-valuenow={step.minutes}
        aria-valuetext={t('strip.borderValue', text)}
        onKeyDown={onKey(border)}
        onPointerDown={(event) => drag.begin(border, event)}
        onPointerMove={drag.move}
        onPointerUp={drag.end}
        onPointerCancel={drag.cancel}
      />
    )
  })
}
