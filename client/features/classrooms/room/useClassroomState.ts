import { useCallback, useRef, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import { STATE_ROOT } from '#shared/classrooms/ink.ts'
import { type ClassroomState, classroomStateSchema } from '#shared/classrooms/model.ts'

/**
 * The classroom's state as the server wrote it; null before the document has arrived. Of one that was
 * opened anew, until it has arrived: as it was.
 */
export const useClassroomState = (doc: Y.Doc | null): ClassroomState | null => {
  const last = useRef<{ readonly doc: Y.Doc; readonly state: ClassroomState | null } | null>(null)
  const known = useRef<ClassroomState | null>(null)
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
      const map = doc.getMap(STATE_ROOT)
      const parsed = classroomStateSchema.safeParse(map.toJSON())
      if (map.size > 0) known.current = parsed.success ? parsed.data : null
      last.current = { doc, state: known.current }
    }
    return last.current.state
  })
}
