import styles from './SideLetter.module.css'

/** A is what is compared with, B what is looked at. */
export const SideLetter = ({ side }: { readonly side: 'A' | 'B' }) => (
  <b className={styles.letter}>{side}</b>
)
