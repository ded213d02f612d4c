import { useTranslation } from 'react-i18next'
import { balanceOf, sumMinutes } from '#shared/plans/minutes.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { StepStrip, type StripStep } from '../../../ui/StepStrip.tsx'
import { BorderHandles } from './BorderHandles.tsx'
import styles from './TimeStrip.module.css'
import { useBorderDrag } from './useBorderDrag.ts'

type TimeStripProps = {
  readonly steps: readonly StripStep[]
  readonly lengthMin: number
  readonly activeStepId: string | null
  readonly isPhone: boolean
  /** Null for readers. Called once when a border is let go, and at each arrow key. */
  readonly onMinutes: ((changes: ReadonlyMap<string, number>) => void) | null
}

/** How the lesson's minutes are shared out, always in sight; a warning, never a block. */
export const TimeStrip = (props: TimeStripProps) => {
  const { lengthMin, activeStepId, isPhone, onMinutes } = props
  const { t } = useTranslation('plans')
  const drag = useBorderDrag(props.steps, onMinutes)
  const balance = balanceOf(drag.steps, lengthMin)
  const total = sumMinutes(drag.steps)
  const each = drag.steps.map(({ title, minutes }) => t('strip.step', { title, minutes })).join(' ')
  return (
    <section className={styles.time} aria-label={t('strip.title')}>
      <p className={styles.sentence}>
        <span className="num">
          {t(isPhone ? 'strip.sumShort' : 'strip.sum', { length: lengthMin, total })}
        </span>
        <span
          role="status"
          className={balance.kind === 'over' ? `${styles.balance} ${styles.over}` : styles.balance}
        >
          {balance.kind === 'over' && <Icon name="warning" size={16} />}
          {t(`strip.${balance.kind}`, { minutes: balance.minutes })}
        </span>
        {onMinutes && drag.steps.length > 1 && (
          <span className={styles.hint}>{t('strip.hint')}</span>
        )}
      </p>
      <div className={styles.strip} ref={drag.trackRef}>
        <StepStrip
          steps={drag.steps}
          lengthMin={lengthMin}
          label={t('strip.label', { total, length: lengthMin, steps: each })}
          size={isPhone ? 'm' : 'l'}
          activeStepId={activeStepId}
        />
        {onMinutes && <BorderHandles {...drag} lengthMin={lengthMin} />}
      </div>
    </section>
  )
}
