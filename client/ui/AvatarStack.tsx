import styles from './Avatar.module.css'
import { Avatar } from './Avatar.tsx'

/** Five faces at most, then +n. */
export const AvatarStack = ({
  people,
  size = 28,
}: {
  readonly people: readonly { readonly key: string; readonly name: string; readonly hue: string }[]
  readonly size?: number
}) => (
  <span className={styles.stack}>
    {people.slice(0, 5).map((person) => (
      <Avatar key={person.key} name={person.name} hue={person.hue} size={size} />
    ))}
    {people.length > 5 && <span className={styles.more}>+{people.length - 5}</span>}
  </span>
)
