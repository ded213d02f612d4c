import type { ReactNode } from 'react'
import styles from './BlockTitle.module.css'

/** The heading of a block of the panel; what stands beside it (who, how many) is quieter. */
export const BlockTitle = (props: { readonly title: string; readonly children?: ReactNode }) => (
  <h2 className={styles.title}>
    {props.title}
    <span>{props.children}</span>
  </h2>
)
