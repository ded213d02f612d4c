import type { Change, LoggedAct } from '#shared/classrooms/change.ts'
import type { ClassroomState, Surface } from '#shared/classrooms/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { ClassroomId, DeviceId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import { docName } from '#shared/sync/docName.ts'
import type { ClassroomsDeps } from './deps.ts'
import { oneAtATime } from './oneAtATime.ts'
import type { ClassroomRepo, StoredClassroom } from './repo.ts'
import { writeState } from './writeState.ts'

/** What a device said of itself when it joined. */
export type Device = {
  readonly surface: Surface
  readonly site: Site | null
  readonly publishes: boolean
}

/** A classroom this process has in hand. The database is the truth, the document its picture. */
export type LiveClassroom = Omit<StoredClassroom, 'state'> & {
  state: ClassroomState
  /** Number of the next event. */
  seq: number
  readonly devices: Map<DeviceId, Device>
  /** Devices whose site was taken over by a newer one; they watch from then on. */
  readonly superseded: Set<DeviceId>
}

type Decide = (classroom: LiveClassroom) => Change | Promise<Change>

/**
 * One change at a time per classroom: decided on the state before it, written to the database, then
 * to everybody's document. A crash in between loses nothing: the next change, or the next start,
 * brings the document up to the database.
 */
export const createLiveClassrooms = (
  deps: Pick<ClassroomsDeps, 'docs' | 'log' | 'recordings'>,
  repo: ClassroomRepo,
) => {
  const inHand = new Map<ClassroomId, LiveClassroom>()
  const turns = oneAtATime()

  const load = async (classroomId: ClassroomId): Promise<LiveClassroom> => {
    const known = inHand.get(classroomId)
    if (known) return known
    const stored = await repo.find(classroomId)
    if (!stored) throw new AppError('not-found')
    const seq = await repo.nextSeq(classroomId)
    const devices = new Map<DeviceId, Device>(
      stored.state.people.map(({ deviceId, surface, site, publishes }) => [
        deviceId,
        { surface, site, publishes },
      ]),
    )
    const loaded: LiveClassroom = { ...stored, seq, devices, superseded: new Set() }
    // A lesson that is over changes no more and need not be kept in hand.
    if (stored.state.phase !== 'ended') inHand.set(classroomId, loaded)
    return loaded
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

  /** Writes the database's truth into the document; a failure is healed by the next change. */
  const picture = async (classroom: LiveClassroom): Promise<void> => {
    const { classroomId, state } = classroom
    try {
      await deps.docs.transact(docName('classroom', classroomId), (doc) => writeState(doc, state))
    } catch (thrown) {
      deps.log.error({ err: thrown, classroomId }, 'classroom document is behind its database')
    }
  }

  const apply = async (classroomId: ClassroomId, decide: Decide): Promise<Change> => {
    const classroom = await load(classroomId)
    const before = classroom.state
    const change = await withRecording(classroom, await decide(classroom))
    const { state, events } = change
    if (state === before && events.length === 0) return change
    await repo.save(classroomId, {
      state: state === before ? null : state,
      seq: classroom.seq,
      events,
    })
    classroom.state = state
    classroom.seq += events.length
    if (state !== before) await picture(classroom)
    await endRecording(before, events)
    if (state.phase === 'ended') inHand.delete(classroomId)
    return change
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
