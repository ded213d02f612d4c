import type { UserId } from '#shared/ids.ts'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import { DocPeer } from '../DocPeer.ts'
import type { DocGrant } from '../ports.ts'
import type { OutMessage, RoomSocket } from '../RoomSocket.ts'

/** A peer, what its socket is told, and how it ended. */
export const peerWithSocket = (access: DocGrant['access'] = 'write') => {
  const sent: OutMessage[] = []
  const told: string[] = []
  const ends: (CloseReason | null)[] = []
  const socket: RoomSocket = {
    isOpen: true,
    unsentBytes: 0,
    send: (message) => sent.push(message),
    close: () => told.push('close'),
    cut: () => told.push('cut'),
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    listen: () => {},
  }
  const peer = new DocPeer({
    connection: {
      connectionId: 'connection-1',
      name: 'plan:plan0001',
      actor: { kind: 'anyone' },
      grant: {
        access,
        identity: { userId: 'wangfang' as UserId, name: '王芳', hue: 'lin' },
      },
      deviceId: null,
    },
    wantsAcks: false,
    says: { epoch: null, schemaVersion: null },
    socket,
    onClosed: (_peer, reason) => ends.push(reason),
  })
  /** So much of what it was sent is still here. */
  const owe = (unsentBytes: number): void => void Object.assign(socket, { unsentBytes })
  return { peer, sent, told, ends, owe }
}
