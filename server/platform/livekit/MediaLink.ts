import type { MediaStatus } from './MediaServer.ts'

export type MediaCredentials = { readonly apiKey: string; readonly apiSecret: string }

/** Where the media server is and how it is: our child, somebody else's machine, or nowhere. */
export type MediaLink = {
  /** Begins its work and returns; progress arrives as status. */
  start(): void
  /** `http://…` of signalling and API while it can be reached, else null. Changes with a restart. */
  address(): string | null
  credentials(): MediaCredentials
  status(): MediaStatus
  onStatus(listener: (status: MediaStatus) => void): () => void
  close(): Promise<void>
}
