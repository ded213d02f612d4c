import { useCallback, useRef, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import { STATE_ROOT } from '#shared/classrooms/ink.ts'
import { type ClassroomState, classroomStateSchema } from '#shared/classrooms/model.ts'

/** The classroom's state as the server wrote it; null before the document has arrived. */
export const useClassroomState = (doc: Y.Doc | null): ClassroomState | null => {
  const last = useRef<{ readonly doc: Y.Doc; readonly state: ClassroomState | null } | null>(null)
  const subscribe = useCallback(
    (tell: () => void) => {
      const map = doc?.getMap(STATE_ROOT)
      const onChange = () => {
        last.current = null
        tell()
      }
      map?.observe(onChange)
      return () => map?.unobserve(onChange)
    },
    [doc],
  )
  return useSyncExternalStore(subscribe, () => {
    if (!doc) return null
    if (last.current?.doc !== doc || last.current.state === null) {
      const parsed = classroomStateSchema.safeParse(doc.getMap(STATE_ROOT).toJSON())
      last.current = { doc, state: parsed.success ? parsed.data : null }
    }
    return last.current.state
  })
}
