import { useEffect, useState } from 'react'
import styles from './Busy.module.css'
import { classes } from './classes.ts'

/** Nothing for the first second, then words: no spinner that says nothing. */
export const Busy = ({
  words,
  night,
  afterMs = 1000,
}: {
  readonly words: string
  readonly night?: boolean
  readonly afterMs?: number
}) => {
  const [isLate, setLate] = useState(afterMs === 0)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [afterMs])
  return (
    <div className={classes(styles.busy, night && styles.night)} role="status">
      {isLate && words}
    </div>
  )
}
