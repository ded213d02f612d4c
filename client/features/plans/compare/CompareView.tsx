import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Piece } from '#shared/plans/diffText.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { classes } from '../../../ui/classes.ts'
import { Icon } from '../../../ui/Icon.tsx'
import styles from './CompareView.module.css'
import { type ComparedLine, compareBodies } from './compareBodies.ts'
import type { PlanLine } from './planLines.ts'
import { SideLetter } from './SideLetter.tsx'

/** So many lines that did not change stand as they are; more are folded. */
const FEW = 2

type Group = {
  readonly isSame: boolean
  readonly lines: readonly ComparedLine[]
  readonly at: number
}

const grouped = (lines: readonly ComparedLine[]): readonly Group[] => {
  const groups: { isSame: boolean; lines: ComparedLine[]; at: number }[] = []
  for (const [at, line] of lines.entries()) {
    const isSame = line.state === 'same'
    const last = groups.at(-1)
    if (last?.isSame === isSame) last.lines.push(line)
    else groups.push({ isSame, lines: [line], at })
  }
  return groups
}

/** The words of one side: what the other lacks is struck through or underlined, not only coloured. */
const Words = ({ pieces, side }: { readonly pieces: readonly Piece[]; readonly side: Side }) => (
  <Marked pieces={pieces.filter(({ kind }) => kind !== (side === 'before' ? 'added' : 'gone'))} />
)

const Marked = ({ pieces }: { readonly pieces: readonly Piece[] }) =>
  pieces.map(({ kind, text }, at) => {
    if (kind === 'same') return <span key={at}>{text}</span>
    const Mark = kind === 'gone' ? 'del' : 'ins'
    return <Mark key={at}>{text}</Mark>
  })

type Side = 'before' | 'after'

const piecesFor = ({ state, pieces }: ComparedLine, line: PlanLine): readonly Piece[] => {
  if (state === 'changed' || state === 'movedHere') return pieces
  const kind = state === 'gone' ? 'gone' : state === 'added' ? 'added' : 'same'
  return [{ kind, text: line.text }]
}

const RowName = ({ row }: { readonly row: PlanLine['row'] }) => {
  const { t } = useTranslation('plans')
  return row && <span className={styles.row}>{t(`row.${row}`)}</span>
}

/** It is not gone and not new: it stands elsewhere. */
const MovedTag = ({ state }: Pick<ComparedLine, 'state'>) => {
  const { t, i18n } = useTranslation('history')
  if (state !== 'movedAway' && state !== 'movedHere') return null
  return (
    <span className={styles.tag} lang={i18n.language}>
      {t(`compare.${state}`)}
    </span>
  )
}

const Cell = ({ compared, side }: { readonly compared: ComparedLine; readonly side: Side }) => {
  const { t } = useTranslation('plans')
  const line = compared[side]
  if (!line) return <div className={styles.nothing} />
  const other = compared[side === 'before' ? 'after' : 'before']
  const Minutes =
    other && other.minutes !== line.minutes ? (side === 'before' ? 'del' : 'ins') : 'span'
  return (
    <div
      className={classes(styles.cell, compared.state === 'movedAway' && styles.moved)}
      data-kind={line.kind}
      data-side={side}
      lang="zh-CN"
    >
      <RowName row={line.row} />
      <p>
        <Words pieces={piecesFor(compared, line)} side={side} />
      </p>
      {line.minutes !== null && (
        <Minutes className={`${styles.minutes} num`}>
          {line.minutes} {t('step.min')}
        </Minutes>
      )}
      <MovedTag state={compared.state} />
    </div>
  )
}

/** Both in one line, where there is no room for two columns. */
const Inline = ({ compared }: { readonly compared: ComparedLine }) => (
  <div className={`${styles.cell} ${styles.inline}`} data-kind={compared.after?.kind} lang="zh-CN">
    <RowName row={compared.after?.row ?? null} />
    <p>
      <Marked pieces={compared.pieces} />
    </p>
  </div>
)

const Lines = ({ lines }: { readonly lines: readonly ComparedLine[] }) =>
  lines.map((line, at) => (
    <div key={at} className={styles.line} data-state={line.state}>
      <Cell compared={line} side="before" />
      <Cell compared={line} side="after" />
      {line.state === 'changed' && <Inline compared={line} />}
    </div>
  ))

const Folded = ({ lines }: { readonly lines: readonly ComparedLine[] }) => {
  const { t } = useTranslation('history')
  const [isOpen, setOpen] = useState(false)
  if (isOpen || lines.length <= FEW) return <Lines lines={lines} />
  return (
    <button type="button" className={styles.fold} onClick={() => setOpen(true)}>
      <Icon name="chevronRight" size={16} />
      {t('compare.unchanged', { count: lines.length })}
    </button>
  )
}

/** Two moments of the plan side by side; on a phone what went stands over what came. */
export const CompareView = (props: {
  readonly before: { readonly name: string; readonly body: PlanJson }
  readonly after: { readonly name: string; readonly body: PlanJson }
}) => {
  const { before, after } = props
  const { t } = useTranslation('history')
  const lines = useMemo(() => compareBodies(before.body, after.body), [before.body, after.body])
  const count = (state: ComparedLine['state']) =>
    lines.filter((line) => line.state === state).length
  const [changed, added, gone] = [count('changed'), count('added'), count('gone')]
  const moved = count('movedHere')
  const isNothing = changed + added + gone + moved === 0
  return (
    <div className={styles.compare}>
      <p className={styles.sum} role="status">
        {isNothing ? t('compare.same') : t('compare.sum', { changed, added, gone })}
        {moved > 0 && t('compare.sumMoved', { moved })}
      </p>
      <div className={styles.heads}>
        <h3>
          <SideLetter side="A" />
          {before.name}
        </h3>
        <h3>
          <SideLetter side="B" />
          {after.name}
        </h3>
      </div>
      {grouped(lines).map((group) =>
        group.isSame ? (
          <Folded key={group.at} lines={group.lines} />
        ) : (
          <Lines key={group.at} lines={group.lines} />
        ),
      )}
    </div>
  )
}
