import { useSyncExternalStore } from 'react'
import type { OpenDoc } from './openDoc.ts'
import type { SaveState } from './SaveLedger.ts'

/** Where the last thing typed is; renders only when that changes. */
export const useSaveState = (open: OpenDoc): SaveState =>
  useSyncExternalStore(open.save.subscribe, open.save.getSnapshot)
