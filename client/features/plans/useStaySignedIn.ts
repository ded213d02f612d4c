import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type * as Y from 'yjs'
import { sessionQuery } from '../../lib/session/useSession.ts'

/** Far below the time after which an unused session ends. */
const ASK_MS = 30 * 60_000
/** Without an answer it is not tried with every letter. */
const AGAIN_MS = 60_000

/**
 * Writing counts as use of the session. It goes over the socket, which the server judges only when it
 * is opened; so whoever writes has the page ask now and then who is signed in. A page at which nobody
 * writes asks nothing, and its session ends.
 */
export const useStaySignedIn = (plan: Y.Doc, comments: Y.Doc): void => {
  const client = useQueryClient()
  useEffect(() => {
    // Not by the wall clock, which may be set while the page stands. Opening has just asked.
    let nextMs = performance.now() + ASK_MS
    const ask = async (): Promise<void> => {
      nextMs = performance.now() + AGAIN_MS
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
      nextMs = performance.now() + ASK_MS
    }
    const wrote = (...[, , , { local }]: [Uint8Array, unknown, Y.Doc, Y.Transaction]): void => {
      if (local && performance.now() >= nextMs) ask().catch(() => undefined)
    }
    const docs = [plan, comments]
    for (const doc of docs) doc.on('update', wrote)
    return () => {
      for (const doc of docs) doc.off('update', wrote)
    }
  }, [client, plan, comments])
}
