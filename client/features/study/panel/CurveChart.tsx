import { type MouseEvent, memo, type PointerEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { nearestSample, type StCurvePoint, stCurve } from '#shared/analytics/stCurve.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import { rulerTicks } from '../timeline/view.ts'
import styles from './Charts.module.css'
import { coderColour } from './coderColour.ts'

const LEFT = 30
const TOP = 6
/** Both charts stand side by side in a panel of 360 px. */
const SIDE = 130

type Scale = { x(ms: number): number; y(ms: number): number; ms(px: number): number }

const scaleOf = (lengthMs: number): Scale => ({
  x: (ms) => LEFT + (ms / lengthMs) * SIDE,
  y: (ms) => TOP + SIDE - (ms / lengthMs) * SIDE,
  ms: (px) => (px / SIDE) * lengthMs,
})

const pathOf = (curve: readonly StCurvePoint[], { x, y }: Scale): string =>
  curve
    .map(({ teachingMs, studentMs }, i) => `${i ? 'L' : 'M'}${x(teachingMs)} ${y(studentMs)}`)
    .join('')

const Frame = ({ scale, lengthMs }: { readonly scale: Scale; readonly lengthMs: number }) => {
  const { t } = useTranslation('study')
  const ticks = rulerTicks({ startMs: 0, endMs: lengthMs, width: SIDE }, 34).slice(1)
  return (
    <>
      <rect className={styles.field} x={LEFT} y={TOP} width={SIDE} height={SIDE} />
      {ticks.map((ms) => (
        <g key={ms} className={styles.axis}>
          <path d={`M${scale.x(ms)} ${TOP + SIDE}v3M${LEFT} ${scale.y(ms)}h-3`} />
          <text x={scale.x(ms)} y={TOP + SIDE + 15} textAnchor="middle">
            {formatTime(ms)}
          </text>
          <text x={LEFT - 5} y={scale.y(ms) + 4} textAnchor="end">
            {formatTime(ms)}
          </text>
        </g>
      ))}
      <path className={styles.balance} d={`M${LEFT} ${TOP + SIDE}L${LEFT + SIDE} ${TOP}`} />
      <text className={styles.name} x={LEFT + 5} y={TOP + 14}>
        {t('st.axisS')}
      </text>
      <text className={styles.name} x={LEFT + SIDE - 5} y={TOP + SIDE - 6} textAnchor="end">
        {t('st.axisT')}
      </text>
    </>
  )
}

/**
 * S–T curve: both axes from 0 to the lesson's length on equal scales, the 45° line of balance, the
 * end marked. A press plays the moment the curve was there.
 */
export const CurveChart = memo(
  (props: {
    readonly rows: readonly CodeRow[]
    readonly focus: CodeRow | null
    readonly lengthMs: number
    readonly deltaMs: number
    /** Plays the sample with this index. */
    readonly onSample: (index: number) => void
  }) => {
    const { rows, focus, lengthMs, deltaMs, onSample } = props
    const { t } = useTranslation('study')
    const [hover, setHover] = useState<number | null>(null)
    const scale = useMemo(() => scaleOf(Math.max(lengthMs, deltaMs)), [lengthMs, deltaMs])
    const curve = useMemo(() => stCurve(focus?.cells ?? [], deltaMs), [focus, deltaMs])
    const sampleAt = (event: MouseEvent<HTMLButtonElement>): number => {
      const box = event.currentTarget.getBoundingClientRect()
      const teachingMs = scale.ms(event.clientX - box.left - LEFT)
      const studentMs = scale.ms(TOP + SIDE - (event.clientY - box.top))
      return nearestSample(curve, { teachingMs, studentMs })
    }
    const end = curve[curve.length - 1]
    const hovered = hover === null ? undefined : curve[hover + 1]
    return (
      <div className={styles.chart}>
        <svg width={LEFT + SIDE + 6} height={TOP + SIDE + 20} aria-hidden="true">
          <Frame scale={scale} lengthMs={lengthMs} />
          {rows.map((row) => (
            <path
              key={row.coderId}
              className={styles.curve}
              data-focus={row === focus}
              style={{ stroke: coderColour(rows, row) }}
              d={pathOf(stCurve(row.cells, deltaMs), scale)}
            />
          ))}
          {end && curve.length > 1 && (
            <circle
              className={styles.end}
              cx={scale.x(end.teachingMs)}
              cy={scale.y(end.studentMs)}
              r={3.5}
            />
          )}
          {hovered && (
            <circle
              className={styles.hover}
              cx={scale.x(hovered.teachingMs)}
              cy={scale.y(hovered.studentMs)}
              r={4}
            />
          )}
        </svg>
        {hover !== null && curve.length > 1 && (
          <span className={styles.tip} aria-hidden="true">
            {t('st.playAt', { time: formatTime(hover * deltaMs) })}
          </span>
        )}
        {/* Over the picture, not around it: the figures on its axes are no part of its name. */}
        <button
          type="button"
          className={styles.press}
          aria-label={t('st.curveLabel', { name: focus?.name ?? '' })}
          disabled={curve.length < 2}
          onPointerMove={(event: PointerEvent<HTMLButtonElement>) => setHover(sampleAt(event))}
          onPointerLeave={() => setHover(null)}
          onClick={(event) => onSample(event.detail === 0 ? (hover ?? 0) : sampleAt(event))}
        />
      </div>
    )
  },
)
