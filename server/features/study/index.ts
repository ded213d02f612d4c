import type { Feature } from '#server/app/Feature.ts'
import { personOf, serve } from '#server/platform/http/route.ts'
import * as contract from '#shared/study/contract.ts'
import { visiblePasses } from '#shared/study/rules.ts'
import { createMark } from './createMark.ts'
import { deleteMark } from './deleteMark.ts'
import { describeMarks, describePasses } from './describeRows.ts'
import { editMark } from './editMark.ts'
import { needRecording } from './needRecording.ts'
import type { StudyDeps, StudyParts } from './parts.ts'
import { studyRepo } from './repo.ts'
import { savePass } from './savePass.ts'
import { studyQueries } from './studyQueries.ts'

const routesOf = (parts: StudyParts): Feature['routes'] => [
  serve(contract.listMarks, async ({ actor, params }) => {
    const { recordingId } = await needRecording(parts, personOf(actor), params.recordingId, 'view')
    const marks = await describeMarks(parts, await parts.repo.marks(recordingId))
    return { marks: [...marks] }
  }),
  serve(contract.createMark, ({ actor, params, body }) =>
    createMark(parts, personOf(actor), params.recordingId, body),
  ),
  serve(contract.editMark, ({ actor, params, body }) =>
    editMark(parts, personOf(actor), params, body),
  ),
  serve(contract.deleteMark, async ({ actor, params }) => {
    await deleteMark(parts, personOf(actor), params)
    return {}
  }),
  serve(contract.listPasses, async ({ actor, params }) => {
    const person = personOf(actor)
    const { recordingId } = await needRecording(parts, person, params.recordingId, 'view')
    const seen = visiblePasses(await parts.repo.passes(recordingId), person.userId)
    return { passes: [...(await describePasses(parts, seen.passes))], hidden: seen.hidden }
  }),
  serve(contract.savePass, ({ actor, params, body }) =>
    savePass(parts, personOf(actor), params.recordingId, body),
  ),
]

/** 研课: what people write and code on a recording. */
export const studyFeature = (
  deps: StudyDeps,
): Feature & { readonly queries: ReturnType<typeof studyQueries> } => {
  const { db, clock, feed, lessons, people, recordings } = deps
  const parts = { repo: studyRepo(db), clock, feed, lessons, people, recordings }
  return { routes: routesOf(parts), queries: studyQueries(parts) }
}
