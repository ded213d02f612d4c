import type { SelectHTMLAttributes } from 'react'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import { Field } from './Field.tsx'

/** The platform's own list: best on touch panels and phones. */
export const Select = <Value extends string>(
  props: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'onChange' | 'value'> & {
    readonly label: string
    readonly value: Value
    readonly options: readonly { readonly value: Value; readonly label: string }[]
    readonly onValue: (value: Value) => void
    readonly hint?: string
    readonly error?: string | null | undefined
  },
) => {
  const { label, value, options, onValue, hint, error, ...rest } = props
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <select
          {...rest}
          id={id}
          className={classes(styles.input, styles.select)}
          aria-describedby={describedBy}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onValue(chosen.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
