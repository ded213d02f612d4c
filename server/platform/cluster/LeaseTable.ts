/** Who has a lease now, and whether it was nobody's until then. */
export type Taken = { readonly holder: string; readonly wasFree: boolean }

/** Where leases are written down, each with its holder and an end. Everything may reject. */
export type LeaseTable = {
  /** Takes it when it is free or the holder's own, for `forMs` from now on; answers who has it now. */
  take(key: string, holder: string, forMs: number): Promise<string>
  /** The same for many at once, in their order; nothing that is asked later comes in between. */
  takeAll(keys: readonly string[], holder: string, forMs: number): Promise<readonly Taken[]>
  /** Strikes it out when it is the holder's. */
  drop(key: string, holder: string): Promise<void>
  read(key: string): Promise<string | null>
  isReachable(): boolean
  close(): Promise<void>
}
