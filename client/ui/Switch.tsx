import { useId } from 'react'
import { classes } from './classes.ts'
import styles from './Switch.module.css'

/** On or off, at once. */
export const Switch = (props: {
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
  readonly label: string
  readonly night?: boolean
  readonly disabled?: boolean
}) => {
  const id = useId()
  return (
    <span className={classes(styles.row, props.night && styles.night)}>
      <label id={id} className={styles.label} htmlFor={`${id}-switch`}>
        {props.label}
      </label>
      <button
        id={`${id}-switch`}
        type="button"
        role="switch"
        aria-checked={props.checked}
        aria-labelledby={id}
        disabled={props.disabled}
        className={classes(styles.track, props.checked && styles.on)}
        onClick={() => props.onChecked(!props.checked)}
      >
        <span className={styles.knob} />
      </button>
    </span>
  )
}
