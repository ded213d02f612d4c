import type { TextareaHTMLAttributes } from 'react'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import { Field } from './Field.tsx'

/** Several lines of text with their label. */
export const TextArea = (
  props: Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'onChange'> & {
    readonly label: string
    readonly value: string
    readonly onValue: (value: string) => void
    readonly error?: string | null | undefined
  },
) => {
  const { label, onValue, error, ...rest } = props
  return (
    <Field label={label} error={error}>
      {({ id, describedBy, invalid }) => (
        <textarea
          {...rest}
          id={id}
          className={classes(styles.input, styles.area)}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
