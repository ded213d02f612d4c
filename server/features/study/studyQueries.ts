import { newId } from '#server/platform/ids.ts'
import type { StudyQueries } from '#server/platform/ports/StudyQueries.ts'
import type { MarkId, PassId } from '#shared/ids.ts'
import { tidyPoints } from '#shared/study/rules.ts'
import { describeMarks, describePasses } from './describeRows.ts'
import type { StudyParts } from './parts.ts'

/** The port other slices hold. Imports make neither events nor activity: they tell of the past. */
export const studyQueries = (parts: Pick<StudyParts, 'repo' | 'people'>): StudyQueries => ({
  marks: async (recordingId) => describeMarks(parts, await parts.repo.marks(recordingId)),
  finishedPasses: async (recordingId) => {
    const passes = await parts.repo.passes(recordingId)
    return describePasses(
      parts,
      passes.filter((pass) => pass.finished),
    )
  },
  isCodedBy: async (recordingId, userId) =>
    (await parts.repo.passBy(recordingId, userId))?.finished ?? false,
  importMark: async (mark) => {
    await parts.repo.addMark({
      ...mark,
      markId: mark.markId ?? newId<MarkId>(),
      replyTo: mark.replyTo ?? null,
      resolved: false,
    })
  },
  importPass: async ({ points, atMs, ...pass }) => {
    const row = { ...pass, passId: newId<PassId>(), finished: true, updatedAtMs: atMs }
    await parts.repo.savePass({ ...row, points: tidyPoints(points) }, false)
  },
})
