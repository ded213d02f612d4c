/** What openDoc learns from every message that leaves. */
export type SocketWatcher = {
  /** An update message is about to be sent. */
  onUpdate(message: { readonly isSyncStep2: boolean }): void
  /** Whether presence of these ids is worth sending: y-websocket echoes everybody's to the server. */
  isOwn(clientIds: readonly number[]): boolean
}
/**
 * A WebSocket class that sees what its socket sends. Counting here, where messages really leave,
 * is what makes the count of acknowledgements mean something.
 */
export declare const watchedSocket: (
  Base: typeof WebSocket,
  watcher: SocketWatcher,
) => typeof WebSocket
