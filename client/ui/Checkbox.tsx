import { type ReactNode, useId } from 'react'
import styles from './Checkbox.module.css'

/** A box, its words, and a line of explanation below them. */
export const Checkbox = (props: {
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
  readonly label: string
  readonly hint?: ReactNode
  readonly disabled?: boolean
}) => {
  const id = useId()
  return (
    <div className={styles.row}>
      <input
        id={id}
        type="checkbox"
        className={styles.box}
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => props.onChecked(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className={styles.label}>
          {props.label}
        </label>
        {props.hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  )
}
