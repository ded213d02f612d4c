import type { PlanJson } from './outline.ts'
import type { PlanSeed, PlanSeedSection, PlanSeedStep } from './seed.ts'
import { type RowKind, rowKinds } from './shape.ts'

const text = (words: string): readonly PlanJson[] =>
  words === '' ? [] : [{ type: 'text', text: words }]

const paragraph = (words: string): PlanJson => ({ type: 'paragraph', content: text(words) })

const paragraphs = (words: string): readonly PlanJson[] => words.split('\n').map(paragraph)

const heading = (level: 1 | 2 | 3, words: string): PlanJson => ({
  type: 'heading',
  attrs: { level },
  content: text(words),
})

/** Two facts a row, as a printed plan has them; an odd last one stands alone with empty cells. */
const factsTable = (facts: PlanSeed['facts']): readonly PlanJson[] => {
  if (facts.length === 0) return []
  const cells = facts.map(({ label, value }) => [
    { type: 'tableHeader', content: text(label) },
    { type: 'tableCell', content: text(value) },
  ])
  if (cells.length % 2 === 1)
    cells.push([
      { type: 'tableHeader', content: [] },
      { type: 'tableCell', content: [] },
    ])
  const rows: PlanJson[] = []
  for (let i = 0; i < cells.length; i += 2)
    rows.push({ type: 'tableRow', content: cells.slice(i, i + 2).flat() })
  return [{ type: 'table', attrs: { role: 'facts' }, content: rows }]
}

const section = ({ title, paragraphs: words, items }: PlanSeedSection): readonly PlanJson[] => {
  const list: readonly PlanJson[] = items?.length
    ? [
        {
          type: 'orderedList',
          content: items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })),
        },
      ]
    : []
  const body = [...(words ?? []).map(paragraph), ...list]
  return [heading(2, title), ...(body.length > 0 ? body : [paragraph('')])]
}

const row = (kind: RowKind, words: string): PlanJson => ({
  type: 'stepRow',
  attrs: { kind },
  content: paragraphs(words),
})

/**
 * A lesson without an assistant has no 助讲 row: it is left out when nothing stands in it and
 * `keepEmpty` does not name it.
 */
const step = (seed: PlanSeedStep, index: number, keepEmpty: ReadonlySet<RowKind>): PlanJson => ({
  type: 'lessonStep',
  attrs: {
    stepId: `step-${index + 1}`,
    minutes: seed.minutes,
    ...(seed.firstPage === null ? {} : { firstPage: seed.firstPage }),
  },
  content: [
    { type: 'stepTitle', content: text(seed.title) },
    ...rowKinds
      .filter((kind) => seed[kind] !== '' || keepEmpty.has(kind))
      .map((kind) => row(kind, seed[kind])),
  ],
})

/**
 * A plan's first content as ProseMirror JSON. Ids of steps are by position, so that what was
 * projected before the document was ever opened names the same steps afterwards.
 */
export const buildPlan = (seed: PlanSeed): PlanJson => {
  const isDual = seed.steps.some((s) => s.assist !== '')
  const keepEmpty = new Set<RowKind>(isDual ? rowKinds : ['lead', 'student', 'intent'])
  return {
    type: 'doc',
    content: [
      heading(1, seed.title),
      ...factsTable(seed.facts),
      ...seed.before.flatMap(section),
      heading(2, '教学过程'),
      ...seed.steps.map((s, index) => step(s, index, keepEmpty)),
      ...seed.after.flatMap(section),
    ],
  }
}
