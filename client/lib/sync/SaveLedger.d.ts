/**
 * Where the last thing typed is: 已保存 on the server's disk · 保存中 sent, not yet acknowledged ·
 * 仅在本机 in this browser's storage · 未保存 nowhere but in this page.
 */
export type SaveState = 'saved' | 'saving' | 'local' | 'unsaved'
/**
 * Counts local updates against what is acknowledged, so that `saved` is never claimed for something
 * that is not. Knows nothing of sockets: it is told.
 */
export declare class SaveLedger {
  #private
  constructor(options: {
    readonly isLoading: boolean
  })
  get made(): number
  get state(): SaveState
  /** The document changed here, or content of unknown standing came out of the browser's storage. */
  localUpdate(): void
  loaded(): void
  /** All local updates up to this number are in the browser's storage. */
  storedUpTo(number: number): void
  connected(): void
  disconnected(): void
  /**
   * An update message goes out on this connection. Only the SyncStep2 says everything the server
   * lacks; before it, a message stands for itself alone and proves nothing about what was typed
   * while the connection was away.
   */
  sent(message: { readonly isSyncStep2: boolean }): void
  /** The server has the first `count` update messages of this connection on its disk. */
  acknowledgedCount(count: number): void
}
