/** What somebody has failed at lately. */
export type FailureCount = {
  readonly count: number
  /** After so long it is forgotten, in ms; 0 when there is nothing to forget. */
  readonly endsInMs: number
}

export type FailureRule = {
  /** From the first on, failures are counted together for so long, in ms. */
  readonly countMs: number
  /** When so many are there, each makes the count last so long from then on, in ms; null: it ends as it would. */
  readonly locks: { readonly at: number; readonly forMs: number } | null
}

/**
 * Failures of one kind, e.g. wrong passwords from one address. The limit is the caller's. Neither
 * rejects: an engine that cannot be reached leaves what this node has counted itself.
 */
export type FailureCounter = {
  /** One more; answers with all so far. */
  add(key: string): Promise<FailureCount>
  read(key: string): Promise<FailureCount>
}

/** Counts for the whole studio, however many nodes it has: whoever guesses gains nothing by changing nodes. */
export type Failures = {
  /** `kind` keeps the keys of one purpose apart from another's. */
  of(kind: string, rule: FailureRule): FailureCounter
  close(): Promise<void>
}
