import { CodeKeys } from '../panel/CodeKeys.tsx'
import styles from './Replay.module.css'
import { usePlayheadMs } from './useClockFrame.ts'
import type { StudySurface } from './useStudySurface.ts'

/** T and S under two thumbs, at the lower edge of a phone. */
export const ThumbKeys = ({ surface }: { readonly surface: StudySurface }) => {
  const { coding, clock, mayCode } = surface.study
  const nowMs = usePlayheadMs(clock, 250)
  if (!mayCode || !coding.isOpen) return null
  return (
    <div className={styles.thumbs}>
      <CodeKeys coding={coding} nowMs={nowMs} />
    </div>
  )
}
