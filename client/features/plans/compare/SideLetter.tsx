import styles from './SideLetter.module.css'

/** A is what is compared with, B what is looked at. */
export const SideLetter = ({
  side,
  isSaidElsewhere = false,
}: {
  readonly side: 'A' | 'B'
  /** A control beside it has the name. */
  readonly isSaidElsewhere?: boolean
}) => (
  <b className={styles.letter} aria-hidden={isSaidElsewhere || undefined}>
    {side}
  </b>
)
