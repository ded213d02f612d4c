import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { FoundWords, Tray } from '../../../lib/sync/openTray.ts'
import type { PlanDocs } from '../usePlanDocs.ts'

/** What was done with an entry while the tray is in sight; each can be taken back until it closes. */
export type Handled = {
  readonly entry: FoundWords
  readonly how: 'placed' | 'discarded'
  readonly undo: () => void
}

export type TrayView = {
  /** Entries of this plan that wait. */
  readonly waiting: readonly FoundWords[]
  /** The same, and those already handled, each where it stood. */
  readonly shown: readonly (FoundWords | Handled)[]
  /** Something of them goes with this page: the browser will not store it. */
  readonly isAlone: boolean
  handle(entry: FoundWords, how: Handled['how'], takeBack?: () => void): void
  /** The tray was closed: what was handled stays handled. */
  settle(): void
}

/** Other tabs put their finds into the same storage; a tab looks again when one comes back to it. */
const useRefresh = (tray: Tray): void =>
  useEffect(() => {
    const refresh = () => void tray.refresh()
    window.addEventListener('focus', refresh)
    return () => window.removeEventListener('focus', refresh)
  }, [tray])

const newestFirst = (a: FoundWords, b: FoundWords): number =>
  b.atMs - a.atMs || a.id.localeCompare(b.id)

export const entryOf = (shown: FoundWords | Handled): FoundWords =>
  'how' in shown ? shown.entry : shown

/** The tray of the plan that is open. */
export const useTray = ({ tray, plan, comments }: PlanDocs): TrayView => {
  const all = useSyncExternalStore(tray.found.subscribe, tray.found.getSnapshot)
  const isAlone = useSyncExternalStore(tray.isAlone.subscribe, tray.isAlone.getSnapshot)
  const [handled, setHandled] = useState<readonly Handled[]>([])
  useRefresh(tray)
  const waiting = useMemo(
    () => all.filter(({ docName }) => docName === plan.name || docName === comments.name),
    [all, plan.name, comments.name],
  )
  const shown = useMemo(
    () =>
      [
        ...waiting.filter(({ id }) => !handled.some(({ entry }) => entry.id === id)),
        ...handled,
      ].sort((a, b) => newestFirst(entryOf(a), entryOf(b))),
    [waiting, handled],
  )
  const handle = useCallback(
    (entry: FoundWords, how: Handled['how'], takeBack?: () => void) => {
      const undo = () => {
        takeBack?.()
        setHandled((list) => list.filter((one) => one.entry.id !== entry.id))
        void tray.put([entry])
      }
      setHandled((list) => [...list, { entry, how, undo }])
      void tray.remove(entry.id)
    },
    [tray],
  )
  const settle = useCallback(() => setHandled([]), [])
  return { waiting, shown, isAlone, handle, settle }
}
