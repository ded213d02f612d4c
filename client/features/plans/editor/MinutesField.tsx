import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clampMinutes, parseMinutes } from '#shared/plans/minutes.ts'
import { classes } from '../../../ui/classes.ts'
import styles from './MinutesField.module.css'

type MinutesFieldProps = {
  readonly minutes: number
  readonly label: string
  readonly isEditable: boolean
  readonly onMinutes: (minutes: number) => void
}

/** A step's minutes: the figure is the field. Type and press Enter, ↑ ↓ or − + by one, Esc leaves it as it was. */
export const MinutesField = ({ minutes, label, isEditable, onMinutes }: MinutesFieldProps) => {
  const { t } = useTranslation('plans')
  const [typed, setTyped] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const current = typed === null ? minutes : (parseMinutes(typed) ?? minutes)
  const write = (next: number) => {
    setTyped(null)
    if (next !== minutes) onMinutes(next)
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowUp: () => write(clampMinutes(current + 1)),
    ArrowDown: () => write(clampMinutes(current - 1)),
    Enter: () => {
      write(current)
      field.current?.blur()
    },
    Escape: () => setTyped(null),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act || event.nativeEvent.isComposing) return
    event.preventDefault()
    act()
  }
  const unit = <span className={styles.unit}>{t('step.min')}</span>
  if (!isEditable)
    return (
      <span className={classes(styles.field, 'num')}>
        <span className="sr">{label}</span>
        {minutes}
        {unit}
      </span>
    )
  return (
    <div className={styles.group}>
      <label className={classes(styles.field, styles.editable, 'num')}>
        <input
          ref={field}
          className={styles.input}
          inputMode="decimal"
          enterKeyHint="done"
          aria-label={label}
          value={typed ?? String(minutes)}
          style={{ width: `${Math.max(1, (typed ?? String(minutes)).length)}ch` }}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => write(current)}
          onKeyDown={onKeyDown}
        />
        {unit}
      </label>
      <div className={styles.steppers}>
        {([-1, 1] as const).map((by) => (
          <button
            key={by}
            type="button"
            tabIndex={-1}
            aria-label={t(by < 0 ? 'step.less' : 'step.more')}
            // The field keeps the focus, and with it these two stay in sight.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => write(clampMinutes(current + by))}
          >
            {by < 0 ? '−' : '+'}
          </button>
        ))}
      </div>
    </div>
  )
}
