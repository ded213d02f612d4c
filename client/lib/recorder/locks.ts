/** Browsers before Web Locks tell another page by a time stamp instead. */
const ALIVE = 'yanke.recorder.alive'
const ALIVE_MS = 15_000

export const beat = (): void => {
  try {
    localStorage.setItem(ALIVE, String(Date.now()))
  } catch {
    // Storage switched off: then no second page can read it either.
  }
}

const looksAlive = (): boolean => {
  try {
    return Date.now() - Number(localStorage.getItem(ALIVE) ?? 0) < ALIVE_MS
  } catch {
    return false
  }
}

export const segmentLock = (segmentId: string): string => `yanke-segment-${segmentId}`
export const DEVICE_LOCK = 'yanke-recorder'

/** Runs `act` while holding a lock of this device; waits for it when another page has it. */
export const holdLock = async (
  name: string,
  act: () => Promise<void>,
  options: { readonly signal?: AbortSignal; readonly onWait?: () => void } = {},
): Promise<void> => {
  if (!navigator.locks) return act()
  const taken = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return false
    await act()
    return true
  })
  if (taken) return
  options.onWait?.()
  await navigator.locks
    .request(name, options.signal ? { signal: options.signal } : {}, act)
    .catch((thrown: unknown) => {
      if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) throw thrown
    })
}

/** Whether some page of this device holds the lock at this moment. */
export const isHeld = async (name: string): Promise<boolean> => {
  if (!navigator.locks) return looksAlive()
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === name)
}

/** Runs `act` only when nobody holds the lock; answers whether it did. */
export const tryLock = async (name: string, act: () => Promise<void>): Promise<boolean> => {
  if (!navigator.locks) {
    if (looksAlive()) return false
    await act()
    return true
  }
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return false
    await act()
    return true
  })
}
