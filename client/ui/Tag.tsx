import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Tag.module.css'

/** A word in an outline: a kind, a role, a state. */
export const Tag = ({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'celadon' | 'indigo' | 'gamboge' | 'night'
  readonly children: ReactNode
}) => <span className={classes(styles.tag, styles[tone])}>{children}</span>
