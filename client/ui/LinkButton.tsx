import type { ReactNode } from 'react'
import { Link } from 'react-router'
import styles from './Button.module.css'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'

/** Looks like a button, is a link: opens a place. */
export const LinkButton = (props: {
  readonly to: string
  readonly kind?: 'primary' | 'outline' | 'quiet'
  readonly size?: 's' | 'm' | 'l' | 'xl' | 'xxl'
  readonly icon?: IconName
  readonly iconAfter?: IconName
  readonly night?: boolean
  readonly wide?: boolean
  readonly children: ReactNode
}) => (
  <Link
    to={props.to}
    className={classes(
      styles.button,
      styles[props.kind ?? 'outline'],
      styles[props.size ?? 'm'],
      props.night && styles.night,
      props.wide && styles.wide,
    )}
  >
    {props.icon && <Icon name={props.icon} size={18} />}
    <span>{props.children}</span>
    {props.iconAfter && <Icon name={props.iconAfter} size={18} />}
  </Link>
)
