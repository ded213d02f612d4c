import { useMemo, useRef } from 'react'
import { talkBars } from '#shared/analytics/talkStrip.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { useWidth } from '../timeline/useWidth.ts'
import styles from './StudyTab.module.css'

const HALF = 22
const BAR = 3

/** The recording at a glance: how loud the near room was above the line, the far room below it. */
export const TalkStrip = ({
  recording,
  label,
}: {
  readonly recording: Recording
  readonly label: string
}) => {
  const host = useRef<HTMLDivElement>(null)
  const width = useWidth(host)
  const paths = useMemo(() => {
    const count = Math.floor(width / BAR)
    if (count === 0) return null
    const pathOf = (site: 'near' | 'far', sign: 1 | -1): string => {
      const track = recording.tracks.find((own) => own.site === site && own.levels)
      return talkBars(track?.levels ?? null, recording, count)
        .map((level, i) => {
          const tall = Math.max(0.5, ((level ?? 0) / 100) * HALF)
          return level === null ? '' : `M${i * BAR + 1} ${HALF}v${-sign * tall}`
        })
        .join('')
    }
    return { near: pathOf('near', 1), far: pathOf('far', -1) }
  }, [width, recording])
  return (
    <div ref={host} className={styles.strip}>
      {paths && (
        <svg width={width} height={HALF * 2} role="img" aria-label={label}>
          <path className={styles.near} d={paths.near} />
          <path className={styles.far} d={paths.far} />
        </svg>
      )}
    </div>
  )
}
