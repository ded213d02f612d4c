import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { DocStatus, OpenDoc } from '#client/lib/sync/openDoc.ts'

const connecting: DocStatus = { kind: 'connecting' }
const silent = (): (() => void) => () => undefined

/** How the classroom's document is connected; `onRefused` once the server threw an edit of ours out. */
export const useDocStatus = (open: OpenDoc | null, onRefused?: () => void): DocStatus => {
  const status = useSyncExternalStore(
    open?.status.subscribe ?? silent,
    open?.status.getSnapshot ?? (() => connecting),
  )
  const latest = useRef(onRefused)
  latest.current = onRefused
  const wasThrownOut = status.kind === 'refused' && status.reason === 'Refused'
  useEffect(() => {
    if (wasThrownOut) latest.current?.()
  }, [wasThrownOut])
  return status
}
