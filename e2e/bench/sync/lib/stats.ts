export type Summary = {
  readonly n: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

const percentile = (sorted: Float64Array, p: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? null

/** Three digits that mean something. */
export const rounded = (value: number | null | undefined): number | null => {
  if (value === null || value === undefined || Number.isNaN(value)) return null
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3
  return Number(value.toFixed(digits))
}

export const summaryOf = (values: Iterable<number>): Summary => {
  const sorted = Float64Array.from(values).sort()
  const at = (p: number) => rounded(percentile(sorted, p))
  return { n: sorted.length, p50: at(50), p95: at(95), p99: at(99), max: rounded(sorted.at(-1)) }
}

export const median = (values: Iterable<number | null | undefined>): number | null => {
  const sorted = [...values]
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/** A growing list of numbers without boxing: millions of latencies must not become garbage. */
export class Samples {
  #values = new Float64Array(4096)
  #count = 0

  get n(): number {
    return this.#count
  }

  push(value: number): void {
    if (this.#count === this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#count] = value
    this.#count += 1
  }

  clear(): void {
    this.#count = 0
  }

  summary(): Summary {
    return summaryOf(this.#values.subarray(0, this.#count))
  }
}
