const FAR_BEYOND_MS = 30_000

/** Resolves when `isSo` holds; rejects far beyond anything a suite waits for. */
export const until = async (what: string | (() => string), isSo: () => boolean): Promise<void> => {
  const deadlineMs = performance.now() + FAR_BEYOND_MS
  while (!isSo()) {
    if (performance.now() > deadlineMs)
      throw new Error(`never came true: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
