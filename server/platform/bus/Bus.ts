/**
 * Messages between the processes of one studio. What counts is in the database, and whoever missed a
 * message asks again; only what ends somebody's connections nobody would ask for.
 */
export type Bus = {
  /**
   * Hands `message` (JSON) to every subscriber of the channel, in every process. Those of this
   * process hear it before the call returns; the others soon, in the order in which it was sent.
   */
  publish(channel: string, message: unknown): void
  /**
   * `publish` for what takes a right away: every process is told until it has said that it heard. May be
   * heard out of order, and twice by a process that was slow to say so.
   */
  insist(channel: string, message: unknown): void
  /** Answers with what ends the subscription. A listener that throws harms nobody else. */
  subscribe(channel: string, listener: (message: unknown) => void): () => void
  /** Whether other processes can be reached right now; true for the bus of a single process. */
  isConnected(): boolean
  close(): Promise<void>
}
