import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './Button.module.css'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  /** One `primary` a screen; `quiet` has no border; `ink` destroys; `danger` is for live and recording only. */
  readonly kind?: 'primary' | 'outline' | 'quiet' | 'ink'
  /** 30 · 36 · 44 · 56 · 72 px high. */
  readonly size?: 's' | 'm' | 'l' | 'xl' | 'xxl'
  readonly icon?: IconName
  readonly iconAfter?: IconName
  /** While true the button keeps its width, cannot be pressed and says so. */
  readonly busy?: boolean
  readonly night?: boolean
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A verb with a border. */
export const Button = (props: ButtonProps) => {
  const {
    kind = 'outline',
    size = 'm',
    icon,
    iconAfter,
    busy,
    night,
    wide,
    children,
    disabled,
    ...rest
  } = props
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classes(
        styles.button,
        styles[kind],
        styles[size],
        night && styles.night,
        wide && styles.wide,
      )}
    >
      {icon && <Icon name={icon} size={size === 's' ? 16 : 18} />}
      <span>{children}</span>
      {iconAfter && <Icon name={iconAfter} size={18} />}
    </button>
  )
}
