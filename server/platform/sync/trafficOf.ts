import type { Duplex } from 'node:stream'

/** What has gone over a line so far, and what has not yet. */
export type Traffic = {
  readonly readBytes: number
  readonly writtenBytes: number
  /** Written, and the system has not taken it. */
  readonly unsentBytes: number
  /** Another number as soon as the system has taken some of what was unsent. */
  readonly taken: number
}

type Line = Duplex & {
  readonly bytesRead?: number
  readonly bytesWritten?: number
  /** Nothing public tells how much of a write is done, and one write may be a whole document. */
  readonly _handle?: { readonly writeQueueSize?: number } | null
}

export const trafficOf = (stream: Duplex): Traffic => {
  const { bytesRead = 0, bytesWritten = 0, writableLength, _handle }: Line = stream
  return {
    readBytes: bytesRead,
    writtenBytes: bytesWritten,
    unsentBytes: writableLength,
    taken: bytesWritten - writableLength - (_handle?.writeQueueSize ?? 0),
  }
}
