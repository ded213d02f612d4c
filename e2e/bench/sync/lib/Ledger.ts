import { Samples } from './stats.ts'

/** When each edit was made, by Yjs client and clock, and how long it took to arrive. */
export class Ledger {
  readonly #times = new Map<number, number[]>()
  readonly latency = new Samples()
  readonly acks = new Samples()
  edits = 0
  expected = 0
  delivered = 0
  /** Off while everything warms up. */
  isOn = true

  sent(
    client: number,
    clocks: readonly [from: number, to: number],
    { atMs, receivers }: { readonly atMs: number; readonly receivers: number },
  ): void {
    const times = this.#times.get(client) ?? []
    this.#times.set(client, times)
    for (let clock = clocks[0]; clock < clocks[1]; clock += 1)
      times[clock] = this.isOn ? atMs : Number.NaN
    if (!this.isOn) return
    this.edits += 1
    this.expected += (clocks[1] - clocks[0]) * receivers
  }

  seen(client: number, clocks: readonly [from: number, to: number], nowMs: number): void {
    const times = this.#times.get(client)
    if (!times) return
    for (let clock = clocks[0]; clock < clocks[1]; clock += 1) {
      const sentMs = times[clock]
      if (sentMs === undefined || Number.isNaN(sentMs)) continue
      this.delivered += 1
      this.latency.push(nowMs - sentMs)
    }
  }

  get lost(): number {
    return this.expected - this.delivered
  }
}
