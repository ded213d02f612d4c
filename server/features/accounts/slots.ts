/** At most `count` tasks at once, the rest wait in order. */
export const createSlots = (count: number) => {
  let free = count
  const waiting: (() => void)[] = []
  const take = (): Promise<void> =>
    new Promise((resolve) => {
      if (free > 0) {
        free -= 1
        resolve()
      } else waiting.push(resolve)
    })
  const give = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    run: async <Result>(task: () => Promise<Result>): Promise<Result> => {
      await take()
      try {
        return await task()
      } finally {
        give()
      }
    },
  }
}
