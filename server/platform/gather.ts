/**
 * What many bring within a moment is done in one go, one go after the other: a class that leaves
 * must not cost a write to the disk each. `flush` does at once what has come so far.
 */
export const gather = <Piece>(parts: {
  readonly waitMs: number
  work(pieces: readonly Piece[]): Promise<void>
  onFailed(thrown: unknown): void
}): { add(...pieces: readonly Piece[]): void; flush(): Promise<void> } => {
  let waiting: Piece[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let working: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const pieces = waiting
    waiting = []
    if (pieces.length > 0) working = working.then(() => parts.work(pieces)).catch(parts.onFailed)
    return working
  }
  return {
    add: (...pieces) => {
      waiting.push(...pieces)
      if (waiting.length > 0) timer ??= setTimeout(() => void flush(), parts.waitMs)
    },
    flush,
  }
}
