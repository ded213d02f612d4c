import type { FrameKind } from './linkFrame.ts'

/** A channel's way to the other node. */
export type ChannelWire = {
  send(kind: FrameKind, payload?: Uint8Array): void
  /** The channel is over: its number is free. */
  end(): void
}
