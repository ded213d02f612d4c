import { classes } from './classes.ts'
import styles from './Segmented.module.css'

/** Two to five choices of which one holds. */
export const Segmented = <Value extends string>(props: {
  readonly label: string
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly label: string
    readonly count?: number
  }[]
  readonly onValue: (value: Value) => void
  readonly size?: 's' | 'l'
  readonly night?: boolean
}) => (
  <div
    role="radiogroup"
    aria-label={props.label}
    className={classes(
      styles.group,
      props.size === 'l' && styles.large,
      props.night && styles.night,
    )}
  >
    {props.options.map((option) => (
      // biome-ignore lint/a11y/useSemanticElements: buttons keep arrow keys to the page; the group is announced as radios
      <button
        key={option.value}
        type="button"
        role="radio"
        aria-checked={option.value === props.value}
        className={classes(styles.option, option.value === props.value && styles.on)}
        onClick={() => props.onValue(option.value)}
      >
        {option.label}
        {option.count !== undefined && (
          <span className={classes('num', styles.count)}>{option.count}</span>
        )}
      </button>
    ))}
  </div>
)
