import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './EmptyState.module.css'

/** What happened or what this place is for, where one's work is, and what one can do now. */
export const EmptyState = (props: {
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
  readonly cause?: string
  readonly night?: boolean
}) => (
  <section className={classes(styles.state, props.night && styles.night)}>
    <h2 className={styles.title}>{props.title}</h2>
    {props.text && <div className={styles.text}>{props.text}</div>}
    {props.action && <div className={styles.action}>{props.action}</div>}
    {props.cause && <p className={styles.cause}>{props.cause}</p>}
  </section>
)
