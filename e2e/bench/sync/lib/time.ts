export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

/** True as soon as `isSo` holds; false after `timeoutMs`. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  { timeoutMs = 30_000, everyMs = 20 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<boolean> => {
  const end = performance.now() + timeoutMs
  for (;;) {
    if (await isSo()) return true
    if (performance.now() > end) return false
    await sleep(everyMs)
  }
}

/** Rejects when `promise` takes longer than `ms`. */
export const within = async <Value>(
  promise: Promise<Value>,
  ms: number,
  what: string,
): Promise<Value> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs `work` over the items, `width` at a time. */
export const pool = async <Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0
  const one = async (): Promise<void> => {
    while (next < items.length) {
      const index = next
      next += 1
      const item = items[index]
      if (item !== undefined) await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, one))
}
