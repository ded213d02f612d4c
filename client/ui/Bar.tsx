import type { ReactNode } from 'react'
import styles from './Bar.module.css'
import { classes } from './classes.ts'

/** The 56 px bar on top of a page: where one is, what one may do, who is there. */
export const Bar = (props: {
  readonly left: ReactNode
  readonly middle?: ReactNode
  readonly right?: ReactNode
  readonly night?: boolean
  readonly warn?: boolean
}) => (
  <header
    className={classes(
      styles.bar,
      props.night && styles.night,
      props.night && 'night',
      props.warn && styles.warn,
    )}
  >
    <div className={styles.left}>{props.left}</div>
    {props.middle && <div className={styles.middle}>{props.middle}</div>}
    <div className={styles.right}>{props.right}</div>
  </header>
)
