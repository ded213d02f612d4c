import type { DeviceFindings } from '#shared/lessons/model.ts'
import type { DeviceChoice, LocalState } from '../media/useLocalMedia.ts'
import type { LevelVerdict } from './levelVerdict.ts'
import type { NetworkVerdict } from './networkVerdict.ts'

/** What of the check has been found so far; null: not known yet. */
export type Heard = {
  readonly microphone: LevelVerdict | null
  readonly network: NetworkVerdict | 'failed' | null
}

/** Silence between two sentences does not unsay what was heard before it. */
export const betterLevel = (before: LevelVerdict | null, now: LevelVerdict): LevelVerdict =>
  before === 'good' || (before !== null && now === 'silent') ? before : now

/** The check as a whole, once every part of it has something to say; null until then. */
export const findingsOf = (
  choice: DeviceChoice,
  local: LocalState,
  { microphone, network }: Heard,
): DeviceFindings | null => {
  if (network === null || local.kind === 'opening') return null
  const isOpen = local.kind === 'open'
  const part = (isWanted: boolean): 'off' | 'problem' => (isWanted ? 'problem' : 'off')
  const has = (kind: 'audio' | 'video') =>
    isOpen && local.media.stream.getTracks().some((track) => track.kind === kind)
  if (has('audio') && microphone === null) return null
  return {
    camera: has('video') ? 'good' : part(choice.camera !== null),
    microphone: has('audio') ? (microphone ?? 'silent') : part(choice.microphone !== null),
    network,
  }
}
