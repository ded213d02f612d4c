import type { VersionId } from '#shared/ids.ts'
import type { VersionRow } from './versionRepo.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The longest term has so many weeks, holidays before and after it included. */
const TERM_MS = 26 * 7 * DAY_MS

type Kept = Pick<VersionRow, 'versionId' | 'kind' | 'atMs'>

/** The same hour, or the same day, by the studio's own clock on the wall. */
const hourOf = (ms: number): string => `${dayOf(ms)} ${new Date(ms).getHours()}`
const dayOf = (ms: number): string => new Date(ms).toDateString()

/** What one of a group stands for; null: nothing any more. */
const groupOf = ({ versionId, atMs }: Kept, nowMs: number): string | null => {
  const age = nowMs - atMs
  if (age <= DAY_MS) return versionId
  if (age <= 7 * DAY_MS) return hourOf(atMs)
  return age <= TERM_MS ? dayOf(atMs) : null
}

/**
 * Which versions the server kept by itself can go: all of the last day stay, of the last week the
 * newest of every hour, of a term the newest of every day. What a person named stays for ever.
 */
export const outdatedVersions = (
  versions: readonly Kept[],
  nowMs: number,
): readonly VersionId[] => {
  const own = versions
    .filter(({ kind }) => kind === 'beforeRestore')
    .sort((a, b) => b.atMs - a.atMs)
  const taken = new Set<string>()
  return own
    .filter((version) => {
      const group = groupOf(version, nowMs)
      if (group === null || taken.has(group)) return true
      taken.add(group)
      return false
    })
    .map(({ versionId }) => versionId)
}
