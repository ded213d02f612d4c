import { instant } from '#server/platform/clock.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { UserId } from '#shared/ids.ts'
import type { Mark, Pass } from '#shared/study/model.ts'
import type { StudyParts } from './parts.ts'
import type { MarkRow, PassRow } from './repo.ts'

type Cards = ReadonlyMap<UserId, PersonCard>

/** Somebody who was removed keeps what they wrote; their name is gone with their account. */
const NOBODY = { name: '—', hue: 'lin' } as const

const markOf = (row: MarkRow, cards: Cards): Mark => {
  const { name, hue } = cards.get(row.authorId) ?? NOBODY
  const { createdAtMs, ...mark } = row
  return { ...mark, authorName: name, authorHue: hue, createdAt: instant(createdAtMs) }
}

const passOf = (row: PassRow, cards: Cards): Pass => {
  const { name, hue } = cards.get(row.coderId) ?? NOBODY
  const { updatedAtMs, points, ...pass } = row
  return {
    ...pass,
    points: [...points],
    scheme: 'st',
    coderName: name,
    coderHue: hue,
    updatedAt: instant(updatedAtMs),
  }
}

/** Rows with the names and hues of the people who made them. */
export const describeMarks = async (
  { people }: Pick<StudyParts, 'people'>,
  rows: readonly MarkRow[],
): Promise<readonly Mark[]> => {
  const cards = await people.cards([...new Set(rows.map((row) => row.authorId))])
  return rows.map((row) => markOf(row, cards))
}

export const describePasses = async (
  { people }: Pick<StudyParts, 'people'>,
  rows: readonly PassRow[],
): Promise<readonly Pass[]> => {
  const cards = await people.cards([...new Set(rows.map((row) => row.coderId))])
  return rows.map((row) => passOf(row, cards))
}
