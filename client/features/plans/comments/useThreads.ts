import { useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import type { Thread } from '#shared/plans/comments.ts'
import { readThreads, threadsMap } from '#shared/plans/threads.ts'

/** The threads of a comments document, read anew after each of its changes and only then. */
const threadsStore = (doc: Y.Doc) => {
  let threads = readThreads(doc)
  return {
    subscribe: (tell: () => void) => {
      const onChange = () => {
        threads = readThreads(doc)
        tell()
      }
      onChange()
      const map = threadsMap(doc)
      map.observeDeep(onChange)
      return () => map.unobserveDeep(onChange)
    },
    getSnapshot: (): readonly Thread[] => threads,
  }
}

export const useThreads = (doc: Y.Doc): readonly Thread[] => {
  const store = useMemo(() => threadsStore(doc), [doc])
  return useSyncExternalStore(store.subscribe, store.getSnapshot)
}
