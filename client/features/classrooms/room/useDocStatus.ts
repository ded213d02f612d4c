import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { DocStatus } from '#client/lib/sync/DocStatus.ts'
import type { OpenDoc } from '#client/lib/sync/openDoc.ts'

const connecting: DocStatus = { kind: 'connecting' }
const silent = (): (() => void) => () => undefined

/**
 * Nothing is wrong with being here, only with what was sent, such as a stroke that came when the lesson
 * was over: opening anew mends it. Who may not be here, or is nobody, is told so in other words.
 */
export const isMendable = (status: DocStatus): boolean =>
  status.kind === 'refused' && status.reason !== 'NotFound' && status.reason !== 'NotSignedIn'

/** A page that cannot stop sending what is refused must not ask the server without pause, ms. */
const REOPEN_AFTER_MS = 1000

/** How the classroom's document is connected; `onRefused` when it is to be opened anew. */
export const useDocStatus = (open: OpenDoc | null, onRefused?: () => void): DocStatus => {
  const status = useSyncExternalStore(
    open?.status.subscribe ?? silent,
    open?.status.getSnapshot ?? (() => connecting),
  )
  const latest = useRef(onRefused)
  latest.current = onRefused
  const wasThrownOut = isMendable(status)
  useEffect(() => {
    if (!wasThrownOut) return
    const timer = setTimeout(() => latest.current?.(), REOPEN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [wasThrownOut])
  return status
}
