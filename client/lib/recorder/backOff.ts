const STEPS_MS = [1000, 2000, 4000, 8000, 16_000, 30_000] as const

/** Waits longer after each failure, with jitter; ends early when the network comes back or `wake` is called. */
export const createBackOff = () => {
  let failures = 0
  let wake: () => void = () => undefined
  return {
    reset: (): void => {
      failures = 0
    },
    wake: (): void => wake(),
    wait: (): Promise<void> =>
      new Promise((resolve) => {
        const step = STEPS_MS[Math.min(failures, STEPS_MS.length - 1)] ?? 30_000
        failures += 1
        const done = (): void => {
          clearTimeout(timer)
          window.removeEventListener('online', done)
          resolve()
        }
        const timer = setTimeout(done, step * (0.8 + Math.random() * 0.4))
        window.addEventListener('online', done)
        wake = done
      }),
  }
}
export type BackOff = ReturnType<typeof createBackOff>
