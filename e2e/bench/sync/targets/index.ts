import type { TargetSpec } from '../lib/Target.ts'
import { bytes } from './bytes.ts'
import { studioOnPostgres, studioOnTwoNodes } from './onServices.ts'
import { hocuspocus, yWebsocketServer } from './peers.ts'
import { relay } from './relay.ts'
import { studio } from './studio.ts'

/** Everything that can be measured, by name. `keystrokes`: how long the stored history is. */
export const targets: Readonly<Record<string, (keystrokes: number) => TargetSpec>> = {
  relay,
  bytes,
  studio,
  'studio-postgres': studioOnPostgres,
  'studio-two-nodes': studioOnTwoNodes,
  'y-websocket-server': yWebsocketServer,
  hocuspocus,
}
