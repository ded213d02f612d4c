import type { InputHTMLAttributes, ReactNode } from 'react'
import styles from './Field.module.css'
import { Field } from './Field.tsx'

/** One line of text with its label. */
export const TextField = (
  props: Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange'> & {
    readonly label: string
    readonly value: string
    readonly onValue: (value: string) => void
    readonly hint?: ReactNode
    readonly error?: string | null | undefined
    readonly ok?: string | null
    /** Right inside the field: a unit, or a button such as 显示. */
    readonly tail?: ReactNode
  },
) => {
  const { label, onValue, hint, error, ok, tail, ...rest } = props
  return (
    <Field label={label} hint={hint} error={error} ok={ok ?? null}>
      {({ id, describedBy, invalid }) => (
        <span className={tail ? styles.withTail : undefined}>
          <input
            {...rest}
            id={id}
            className={styles.input}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onChange={(event) => onValue(event.target.value)}
          />
          {tail && <span className={styles.tail}>{tail}</span>}
        </span>
      )}
    </Field>
  )
}
