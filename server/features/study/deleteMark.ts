import type { Person } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import { mayRewrite } from '#shared/study/rules.ts'
import { needMark } from './needMark.ts'
import { needRecording } from './needRecording.ts'
import type { StudyParts } from './parts.ts'

/**
 * Its author, or whoever manages the lesson, takes a mark away. A thread in which somebody else has
 * answered stays: nobody deletes another's words along with their own.
 */
export const deleteMark = async (
  parts: StudyParts,
  person: Person,
  params: { readonly recordingId: string; readonly markId: string },
): Promise<void> => {
  const { recordingId, lesson } = await needRecording(parts, person, params.recordingId, 'annotate')
  const mark = await needMark(parts, recordingId, params.markId)
  const manages = lesson.abilities.includes('manage')
  if (!manages && !mayRewrite(mark, person.userId)) throw new AppError('study/not-yours')
  const replies = await parts.repo.repliesTo(mark.markId)
  if (!manages && replies.some((reply) => !mayRewrite(reply, person.userId)))
    throw new AppError('study/has-replies')
  const gone = [mark, ...replies].map(({ markId }) => markId)
  await parts.repo.removeMarks(gone)
  for (const markId of gone)
    parts.feed.publish(`recording:${recordingId}`, { type: 'mark.deleted', markId })
}
