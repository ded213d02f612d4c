import type { Change, LoggedAct } from '#shared/classrooms/change.ts'
import type { ClassroomState } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId } from '#shared/ids.ts'
import { docName } from '#shared/sync/docName.ts'
import type { Again } from './createAgain.ts'
import type { ClassroomsDeps } from './deps.ts'
import type { Devices } from './devices.ts'
import { oneAtATime } from './oneAtATime.ts'
import type { ClassroomRepo, StoredClassroom } from './repo.ts'
import { writeState } from './writeState.ts'

/** A classroom as it is in the database, which is the truth; the document is its picture. */
export type LiveClassroom = StoredClassroom

/** What becomes of it; `devices` only when they change. */
type Outcome = Change & { readonly devices?: Devices }
type Decide = (classroom: LiveClassroom) => Outcome | Promise<Outcome>

/** Other nodes may change the same classroom; each time it is decided anew on what they made. */
const MAX_TRIES = 20

/**
 * One change at a time per classroom: decided on the state before it, written to the database, then
 * to everybody's document. A crash in between loses nothing: the next change, or the next start,
 * brings the document up to the database.
 */
export const createLiveClassrooms = (
  deps: Pick<ClassroomsDeps, 'docs' | 'log' | 'recordings'> & { readonly again: Again },
  repo: ClassroomRepo,
) => {
  const turns = oneAtATime()

  const load = async (classroomId: ClassroomId): Promise<LiveClassroom> => {
    const stored = await repo.find(classroomId)
    if (!stored) throw new AppError('not-found')
    return stored
  }

  /** A recording that begins gets its number before anybody hears of it. */
  const withRecording = async (classroom: LiveClassroom, change: Change): Promise<Change> => {
    const { recording } = change.state
    if (recording.phase !== 'recording' || recording.recordingId) return change
    const { classroomId, lessonId } = classroom
    const startMs = recording.startedMs ?? 0
    const recordingId = await deps.recordings.begin({ lessonId, classroomId, startMs })
    return {
      ...change,
      state: { ...change.state, recording: { ...recording, recordingId } },
    }
  }

  const endRecording = async (before: ClassroomState, events: readonly LoggedAct[]) => {
    const { phase, recordingId } = before.recording
    const stop = events.find(({ data }) => data.type === 'recording.stopped')
    if (phase === 'recording' && recordingId && stop)
      await deps.recordings.end(recordingId, stop.atMs)
  }

  const draw = ({ classroomId, state }: LiveClassroom): Promise<void> =>
    deps.docs.transact(docName('classroom', classroomId), (doc) => writeState(doc, state))

  /** Writes the database's truth into the document; after a failure again and again, as it is then. */
  const picture = async (classroom: LiveClassroom): Promise<void> => {
    const { classroomId } = classroom
    try {
      await draw(classroom)
    } catch (thrown) {
      deps.log.error({ err: thrown, classroomId }, 'classroom document is behind its database')
      deps.again(`draw ${classroomId}`, () =>
        turns.run(classroomId, async () => draw(await load(classroomId))),
      )
    }
  }

  const once = async (classroomId: ClassroomId, decide: Decide): Promise<Change | null> => {
    const classroom = await load(classroomId)
    const before = classroom.state
    const outcome = await decide(classroom)
    const change = await withRecording(classroom, outcome)
    const { state, events } = change
    const isSame = state === before
    if (isSame && events.length === 0 && !outcome.devices) return change
    const isSaved = await repo.save(classroomId, {
      version: classroom.version,
      state: isSame ? null : state,
      devices: outcome.devices ?? null,
      events,
    })
    if (!isSaved) return null
    if (!isSame) await picture({ ...classroom, state })
    await endRecording(before, events)
    return change
  }

  const apply = async (classroomId: ClassroomId, decide: Decide): Promise<Change> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const change = await once(classroomId, decide)
      if (change) return change
    }
    throw new Error(`classroom ${classroomId} changes faster than it can be changed`)
  }

  /** Waits its turn, then decides and applies. What `decide` throws changes nothing. */
  const change = (classroomId: ClassroomId, decide: Decide): Promise<Change> =>
    turns.run(classroomId, () => apply(classroomId, decide))

  return {
    change,
    /** As it stands when everything asked before is done. */
    read: async (classroomId: ClassroomId): Promise<LiveClassroom> => {
      await turns.idle(classroomId)
      return load(classroomId)
    },
    /** Brings a document up to the database, after a start. */
    refresh: async (classroomId: ClassroomId): Promise<void> => picture(await load(classroomId)),
    /** When everything asked so far is done; for shutdown and tests. */
    idle: turns.allIdle,
  }
}
export type LiveClassrooms = ReturnType<typeof createLiveClassrooms>
