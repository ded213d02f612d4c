import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import { Icon } from './Icon.tsx'

export type FieldSlots = {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
}

/** A label, a control, and below it what is wrong (what to do first) or a hint. */
export const Field = (props: {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  readonly ok?: string | null
  readonly children: (slots: FieldSlots) => ReactNode
}) => {
  const id = useId()
  const note = `${id}-note`
  const hasNote = Boolean(props.error ?? props.ok ?? props.hint)
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      {props.children({
        id,
        describedBy: hasNote ? note : undefined,
        invalid: Boolean(props.error),
      })}
      {hasNote && (
        <p
          id={note}
          className={classes(
            styles.note,
            props.error && styles.error,
            !props.error && props.ok && styles.ok,
          )}
          role={props.error ? 'alert' : undefined}
        >
          {!props.error && props.ok && <Icon name="check" size={16} />}
          {props.error ?? props.ok ?? props.hint}
        </p>
      )}
    </div>
  )
}
