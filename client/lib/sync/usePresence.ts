import { useSyncExternalStore } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import type { OpenDoc } from './openDoc.ts'
import type { SnapshotStore } from './snapshotStore.ts'

/** Somebody else who has the document open. One person with two tabs is here twice. */
export type Presence = {
  readonly clientId: number
  /** As the server stamped it. */
  readonly user: { readonly userId: string; readonly name: string; readonly hue: string }
  /** Everything their page says about itself; check it before use. */
  readonly state: Readonly<Record<string, unknown>>
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const othersIn = (awareness: Awareness): readonly Presence[] =>
  [...awareness.getStates()].flatMap(([clientId, state]) => {
    const user = (state.user ?? {}) as Readonly<Record<string, unknown>>
    const userId = text(user.userId)
    // Without the server's stamp it is our own echo or not from our server.
    if (clientId === awareness.clientID || userId === '') return []
    return [{ clientId, user: { userId, name: text(user.name), hue: text(user.hue) }, state }]
  })

const stores = new WeakMap<Awareness, SnapshotStore<readonly Presence[]>>()

const createStore = (awareness: Awareness): SnapshotStore<readonly Presence[]> => {
  let others: readonly Presence[] | null = null
  return {
    getSnapshot: () => {
      others ??= othersIn(awareness)
      return others
    },
    subscribe: (onChange) => {
      // While nobody listens nothing keeps the snapshot fresh.
      others = null
      const changed = () => {
        others = null
        onChange()
      }
      awareness.on('change', changed)
      return () => awareness.off('change', changed)
    },
  }
}

/** Who else is here, as one store per document: every reader of it sees the same array. */
export const presenceOf = (
  open: Pick<OpenDoc, 'awareness'>,
): SnapshotStore<readonly Presence[]> => {
  const known = stores.get(open.awareness)
  if (known) return known
  const made = createStore(open.awareness)
  stores.set(open.awareness, made)
  return made
}

/** Who else is here; renders when somebody comes, leaves or changes their state. */
export const usePresence = (open: OpenDoc): readonly Presence[] => {
  const store = presenceOf(open)
  return useSyncExternalStore(store.subscribe, store.getSnapshot)
}
