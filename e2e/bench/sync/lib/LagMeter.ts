import { PerformanceObserver, performance } from 'node:perf_hooks'
import { Samples } from './stats.ts'

/**
 * The load generator watches itself: how late its own timers fire. A server can be judged only where
 * this stays small.
 */
export class LagMeter {
  readonly #everyMs: number
  readonly #samples = new Samples()
  readonly #collections = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) this.#gcMs += entry.duration
  })
  #gcMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(everyMs = 5) {
    this.#everyMs = everyMs
  }

  begin(): this {
    this.#collections.observe({ entryTypes: ['gc'] })
    let due = performance.now() + this.#everyMs
    const tick = () => {
      const now = performance.now()
      this.#samples.push(Math.max(0, now - due))
      due = now + this.#everyMs
      this.#timer = setTimeout(tick, this.#everyMs)
    }
    this.#timer = setTimeout(tick, this.#everyMs)
    return this
  }

  /** `cpuShare`: what the generator used of one core meanwhile. */
  end(cpuShare: number) {
    clearTimeout(this.#timer)
    this.#collections.disconnect()
    const { p50, p99, max } = this.#samples.summary()
    return {
      clientLagP50: p50,
      clientLagP99: p99,
      clientLagMax: max,
      clientGcMs: Math.round(this.#gcMs),
      clientSaturated: (p99 ?? 0) > 20 || cpuShare > 0.9,
    }
  }
}
