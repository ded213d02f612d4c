import { instant } from '#server/platform/clock.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import type { PlanParts } from '../parts.ts'
import type { VersionRow } from './versionRepo.ts'

/** Rows with the names they need. `all`: the plan's versions, among which a restored one is found. */
export const describeVersions = async (
  { people }: Pick<PlanParts, 'people'>,
  rows: readonly VersionRow[],
  all: readonly VersionRow[],
): Promise<PlanVersion[]> => {
  const authors = [...new Set(rows.flatMap(({ authorId }) => (authorId ? [authorId] : [])))]
  const cards = await people.cards(authors)
  const labels = new Map(all.map(({ versionId, label }) => [versionId, label]))
  return rows.map(({ versionId, kind, label, note, authorId, atMs, restoredId, ...row }) => ({
    ...{ versionId, kind, label, note, uptoSeq: row.uptoSeq, at: instant(atMs) },
    ...{ steps: row.steps, minutes: row.minutes, characters: row.characters },
    author: (authorId && cards.get(authorId)) ?? null,
    restored: restoredId && {
      versionId: restoredId,
      label: labels.get(restoredId) ?? '',
    },
  }))
}
