import { useSyncExternalStore } from 'react'
import type { LiveRoom, LiveSnapshot } from './types.ts'

const nobody: LiveSnapshot = { connection: 'waiting', participants: [] }
const silent = (): (() => void) => () => undefined

/** The room as it is now. */
export const useLiveRoom = (room: LiveRoom | null): LiveSnapshot =>
  useSyncExternalStore(room?.subscribe ?? silent, room?.getSnapshot ?? (() => nobody))
