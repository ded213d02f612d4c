import type { ReactNode } from 'react'
import { Icon, type IconName } from '#client/ui/Icon.tsx'
import styles from './Check.module.css'

/** One check: its name, its verdict in words at the right end, and what belongs to it below. */
export const CheckRow = (props: {
  readonly icon: IconName
  readonly title: string
  readonly detail?: string | undefined
  readonly verdict: string
  readonly tone: 'ok' | 'warn' | 'quiet'
  readonly children?: ReactNode
}) => (
  <section className={styles.check}>
    <Icon name={props.icon} />
    <h2>
      {props.title}
      {props.detail && <span>{props.detail}</span>}
    </h2>
    <p className={`${styles.verdict} ${styles[props.tone]}`} role="status">
      {props.verdict}
    </p>
    {props.children && <div className={styles.below}>{props.children}</div>}
  </section>
)
