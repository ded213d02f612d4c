import type * as Y from 'yjs'
import { STATE_ROOT } from '#shared/classrooms/ink.ts'
import { type ClassroomState, classroomStateSchema } from '#shared/classrooms/model.ts'

/** Brings the document's privileged half up to `state`; only fields that differ are written. */
export const writeState = (doc: Y.Doc, state: ClassroomState): void => {
  const map = doc.getMap(STATE_ROOT)
  for (const key of Object.keys(classroomStateSchema.shape) as (keyof ClassroomState)[])
    if (JSON.stringify(map.get(key)) !== JSON.stringify(state[key])) map.set(key, state[key])
}
