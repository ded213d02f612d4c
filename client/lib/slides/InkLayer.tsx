import { useRef } from 'react'
import type { InkStroke } from '#shared/classrooms/model.ts'
import type { Site } from '#shared/lessons/model.ts'
import styles from './InkLayer.module.css'
import { GRID, inkPath } from './inkPath.ts'
import { useBox } from './useBox.ts'
import { type InkDrawing, useInkPointer } from './useInkPointer.ts'

const colours: Readonly<Record<Site, string>> = { near: 'var(--celadon)', far: 'var(--indigo)' }

/** Words beside the end of a stroke: whose it is. */
export type InkFlag = { readonly strokeId: string; readonly words: string }

const Stroke = (props: {
  readonly stroke: InkStroke
  readonly ratio: number
  readonly colour: string
}) => (
  <path
    d={inkPath(props.stroke.points, props.ratio)}
    stroke={props.colour}
    strokeWidth={props.stroke.width * GRID}
  />
)

const Flag = (props: {
  readonly stroke: InkStroke
  readonly words: string
  readonly colour: string
}) => {
  const { points } = props.stroke
  const left = `${(points[points.length - 3] ?? 0) * 100}%`
  const top = `${(points[points.length - 2] ?? 0) * 100}%`
  return (
    <span className={styles.flag} style={{ left, top, background: props.colour }}>
      {props.words}
    </span>
  )
}

/** Ink over a slide: vectors in the site's colour, in shares of the slide, drawn on when allowed. */
export const InkLayer = (props: {
  readonly strokes: readonly InkStroke[]
  readonly siteColours?: Readonly<Record<Site, string>>
  readonly flags?: readonly InkFlag[]
  readonly drawing?: InkDrawing | undefined
}) => {
  const { strokes, drawing, flags = [] } = props
  const layer = useRef<HTMLDivElement>(null)
  const live = useRef<SVGPathElement>(null)
  const box = useBox(layer)
  const ratio = box.height > 0 ? box.width / box.height : 16 / 9
  const colourOf = (site: Site) => (props.siteColours ?? colours)[site]
  const pointer = useInkPointer({ drawing, live, ratio, strokes })
  return (
    <div
      ref={layer}
      data-testid="ink-layer"
      className={`${styles.layer} ${drawing ? styles[drawing.tool] : ''}`}
      {...(drawing ? pointer : {})}
    >
      <svg className={styles.ink} viewBox={`0 0 ${GRID} ${GRID / ratio}`} aria-hidden="true">
        {strokes.map(
          (stroke) =>
            !stroke.erased && (
              <Stroke
                key={stroke.strokeId}
                stroke={stroke}
                ratio={ratio}
                colour={colourOf(stroke.site)}
              />
            ),
        )}
        {drawing && (
          <path ref={live} stroke={colourOf(drawing.site)} strokeWidth={drawing.width * GRID} />
        )}
      </svg>
      {flags.map(({ strokeId, words }) => {
        const stroke = strokes.find((one) => one.strokeId === strokeId && !one.erased)
        return (
          stroke && (
            <Flag key={strokeId} stroke={stroke} words={words} colour={colourOf(stroke.site)} />
          )
        )
      })}
    </div>
  )
}
