import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { type RtChPoint, rtChRegions } from '#shared/analytics/rtChRegions.ts'
import { stMeasures } from '#shared/analytics/stMeasures.ts'
import type { CodeRow } from '../coding/codeRows.ts'
import styles from './Charts.module.css'
import { coderColour } from './coderColour.ts'

const LEFT = 22
const TOP = 6
const SIDE = 130

/** Between the two corners' words there is no room in English: it stands in its region's middle. */
const MIXED_AT: RtChPoint = [0.5, 0.2]

const place = ([rt, ch]: RtChPoint): string => `${LEFT + rt * SIDE},${TOP + SIDE - ch * SIDE}`

const Axes = () => (
  <g className={styles.axis}>
    {[0, 0.3, 0.7, 1].map((rt) => (
      <text key={rt} x={LEFT + rt * SIDE} y={TOP + SIDE + 15} textAnchor="middle">
        {rt === 0 || rt === 1 ? rt : rt.toFixed(1).slice(1)}
      </text>
    ))}
    {[0.4, 1].map((ch) => (
      <text key={ch} x={LEFT - 5} y={TOP + SIDE - ch * SIDE + 4} textAnchor="end">
        {ch === 1 ? 1 : '.4'}
      </text>
    ))}
    <text x={LEFT + SIDE} y={TOP + 10} textAnchor="end">
      Rt → Ch ↑
    </text>
  </g>
)

/** Where each coder's lesson lies among the four regions. Words beside it say the same. */
export const RtChChart = memo(
  ({
    rows,
    focus,
    deltaMs,
  }: {
    readonly rows: readonly CodeRow[]
    readonly focus: CodeRow | null
    readonly deltaMs: number
  }) => {
    const { t } = useTranslation('study')
    return (
      <svg
        width={LEFT + SIDE + 10}
        height={TOP + SIDE + 20}
        role="img"
        aria-label={t('st.regionsLabel')}
      >
        {rtChRegions.map(({ mode, polygon }) => (
          <polygon key={mode} className={styles.region} points={polygon.map(place).join(' ')} />
        ))}
        {rtChRegions.map(({ mode, label }) => {
          const [rt, ch] = mode === 'mixed' ? MIXED_AT : label
          return (
            <text
              key={mode}
              className={styles.name}
              x={LEFT + rt * SIDE}
              y={TOP + SIDE - ch * SIDE + 4}
              textAnchor="middle"
            >
              {t(`mode.${mode}Short`)}
            </text>
          )
        })}
        <Axes />
        {rows.map((row) => {
          const { rt, ch } = stMeasures(row.cells, deltaMs)
          if (rt === undefined || ch === undefined) return null
          const [cx, cy] = place([rt, ch]).split(',')
          const r = row === focus ? 4.5 : 3.5
          return <circle key={row.coderId} cx={cx} cy={cy} r={r} fill={coderColour(rows, row)} />
        })}
      </svg>
    )
  },
)
