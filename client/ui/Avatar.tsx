import type { Hue } from '#shared/accounts/model.ts'
import styles from './Avatar.module.css'

/** A surname of many strokes is a blot below this. */
const LEAST_PX = 11

/** A person's surname on their hue. The name itself stands in text wherever it matters. */
export const Avatar = ({
  name,
  hue,
  size = 28,
}: {
  readonly name: string
  readonly hue: Hue | string
  readonly size?: number
}) => (
  <span
    className={styles.avatar}
    title={name}
    style={{
      width: size,
      height: size,
      lineHeight: `${size}px`,
      fontSize: Math.max(LEAST_PX, Math.round(size * 0.43)),
      background: `var(--hue-${hue}, var(--ink-2))`,
    }}
  >
    <span aria-hidden="true">{name.slice(0, 1)}</span>
    <span className="sr">{name}</span>
  </span>
)
