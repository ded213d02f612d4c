import type { ReactNode } from 'react'
import { type Draw, TierCanvas } from './TierCanvas.tsx'
import styles from './Timeline.module.css'

/** A tier: its name on the left, its picture on the track. */
export const Tier = (props: {
  readonly label: ReactNode
  readonly tone?: 'near' | 'far' | 'own'
  readonly width: number
  readonly height: number
  readonly draw: Draw
  /** A press that means more than a place in time; x in px of the track. True: it has been dealt with. */
  readonly onPress?: (x: number) => boolean
}) => (
  <div className={styles.tier} style={{ height: props.height }}>
    <span className={styles.label} data-tone={props.tone}>
      {props.label}
    </span>
    <div
      className={styles.track}
      onPointerDown={(event) => {
        const left = event.currentTarget.getBoundingClientRect().left
        if (props.onPress?.(event.clientX - left)) event.stopPropagation()
      }}
    >
      <TierCanvas width={props.width} height={props.height} draw={props.draw} />
    </div>
  </div>
)
