/**
 * Messages between the processes of one studio. Nothing that must not be lost travels here: what
 * counts is in the database, and whoever missed a message asks again.
 */
export type Bus = {
  /**
   * Hands `message` (JSON) to every subscriber of the channel, in every process. Those of this
   * process hear it before the call returns; the others soon, in the order in which it was sent.
   */
  publish(channel: string, message: unknown): void
  /** Answers with what ends the subscription. A listener that throws harms nobody else. */
  subscribe(channel: string, listener: (message: unknown) => void): () => void
  /** Whether other processes can be reached right now; true for the bus of a single process. */
  isConnected(): boolean
  close(): Promise<void>
}
