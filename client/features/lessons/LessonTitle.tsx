import { classes } from '#client/ui/classes.ts'
import styles from './LessonTitle.module.css'

/** A lesson's name; an opening 《 hangs to the left so that titles align by their first character. */
export const LessonTitle = ({
  title,
  serif,
}: {
  readonly title: string
  /** Printed-plan face, for the one title a page is about. */
  readonly serif?: boolean
}) => (
  <span
    className={classes(styles.title, serif && styles.serif, title.startsWith('《') && styles.hangs)}
  >
    {title}
  </span>
)
