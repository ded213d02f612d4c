/** Jobs with the same key run one after the other, in the order they came. */
export const oneAtATime = () => {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run: <T>(key: string, job: () => Promise<T>): Promise<T> => {
      const turn = (tails.get(key) ?? Promise.resolve()).then(job)
      const settled = turn.catch(() => undefined)
      tails.set(key, settled)
      void settled.then(() => {
        if (tails.get(key) === settled) tails.delete(key)
      })
      return turn
    },
    /** When everything asked so far of this key is done. */
    idle: async (key: string): Promise<void> => {
      await tails.get(key)
    },
    /** When nothing is left to do; for shutdown and tests. */
    allIdle: async (): Promise<void> => {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
