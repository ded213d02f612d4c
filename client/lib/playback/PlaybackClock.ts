/** Where a recording is being watched. One per page: the player drives it, timeline and slides follow. */
export type PlaybackClock = {
  /** Session ms, with fractions. */
  now(): number
  playing(): boolean
  /** 0.75…2 */
  rate(): number
  seek(ms: number): void
  play(): void
  pause(): void
  setRate(n: number): void
  /** Called on every change of place, rate or state and, while playing, with every new picture. */
  subscribe(fn: () => void): () => void
}
