import type { ButtonHTMLAttributes } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'
import styles from './IconButton.module.css'

/** A named picture to press; `on` is the pressed state of a toggle. */
export const IconButton = (
  props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'children'> & {
    readonly icon: IconName
    readonly label: string
    readonly on?: boolean
    /** 32 · 44 · 56 px. */
    readonly size?: 's' | 'm' | 'l'
    readonly night?: boolean
  },
) => {
  const { icon, label, on, size = 's', night, ...rest } = props
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      {...(on === undefined ? {} : { 'aria-pressed': on })}
      className={classes(styles.button, styles[size], on && styles.on, night && styles.night)}
    >
      <Icon name={icon} size={size === 'l' ? 24 : 20} />
    </button>
  )
}
