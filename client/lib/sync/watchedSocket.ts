import * as decoding from 'lib0/decoding'
import { messageTypes } from '#shared/sync/messages.ts'

/** What openDoc learns from every message that leaves. */
export type SocketWatcher = {
  /** An update message is about to be sent. */
  onUpdate(message: { readonly isSyncStep2: boolean }): void
  /** Whether presence of these ids is worth sending: y-websocket echoes everybody's to the server. */
  isOwn(clientIds: readonly number[]): boolean
}

const clientIdsIn = (decoder: decoding.Decoder): number[] => {
  const update = decoding.createDecoder(decoding.readVarUint8Array(decoder))
  return Array.from({ length: decoding.readVarUint(update) }, () => {
    const clientId = decoding.readVarUint(update)
    decoding.readVarUint(update)
    decoding.readVarString(update)
    return clientId
  })
}

/**
 * A WebSocket class that sees what its socket sends. Counting here, where messages really leave,
 * is what makes the count of acknowledgements mean something.
 */
export const watchedSocket = (Base: typeof WebSocket, watcher: SocketWatcher): typeof WebSocket =>
  class extends Base {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && !passes(data, watcher)) return
      super.send(data)
    }
  }

const passes = (message: Uint8Array, watcher: SocketWatcher): boolean => {
  const decoder = decoding.createDecoder(message)
  const type = decoding.readVarUint(decoder)
  if (type === messageTypes.awareness) return watcher.isOwn(clientIdsIn(decoder))
  if (type !== messageTypes.sync) return true
  const step = decoding.readVarUint(decoder)
  if (step !== 0) watcher.onUpdate({ isSyncStep2: step === 1 })
  return true
}
