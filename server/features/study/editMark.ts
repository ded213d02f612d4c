import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { editMark as contract } from '#shared/study/contract.ts'
import type { Mark } from '#shared/study/model.ts'
import { mayRewrite } from '#shared/study/rules.ts'
import { describeMarks } from './describeRows.ts'
import { needMark } from './needMark.ts'
import { needRecording } from './needRecording.ts'
import type { StudyParts } from './parts.ts'

/** Its author rewrites a mark; whoever annotates may say that a thread has been discussed. */
export const editMark = async (
  parts: StudyParts,
  person: Person,
  params: { readonly recordingId: string; readonly markId: string },
  change: BodyOf<typeof contract>,
): Promise<Mark> => {
  const { recordingId } = await needRecording(parts, person, params.recordingId, 'annotate')
  const before = await needMark(parts, recordingId, params.markId)
  if (change.text !== undefined && !mayRewrite(before, person.userId))
    throw new AppError('study/not-yours')
  const after = {
    ...before,
    text: change.text ?? before.text,
    resolved: change.resolved ?? before.resolved,
  }
  const [mark] = await describeMarks(parts, [after])
  if (!mark) throw new Error('a stored mark could not be described')
  if (after.text === before.text && after.resolved === before.resolved) return mark
  await parts.repo.changeMark(before.markId, after)
  parts.feed.publish(`recording:${recordingId}`, { type: 'mark.saved', mark })
  return mark
}
