import type { Playhead } from '../replay/usePlayheads.ts'
import styles from './Timeline.module.css'
import { type View, xOf } from './view.ts'

/** Where the others are: dotted, with their names. */
export const OtherPlayheads = ({
  heads,
  view,
}: {
  readonly heads: readonly Playhead[]
  readonly view: View
}) => (
  <>
    {heads
      .filter(({ atMs }) => atMs >= view.startMs && atMs <= view.endMs)
      .map(({ userId, name, atMs }) => (
        <div
          key={userId}
          className={styles.other}
          style={{ transform: `translateX(${xOf(view, atMs)}px)` }}
        >
          <span className={styles.otherName}>{name}</span>
        </div>
      ))}
  </>
)
