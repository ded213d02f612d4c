import { channelOf } from './channelOf.ts'

const tellShown = (name: string): void => {
  const channel = channelOf(name)
  channel?.postMessage('shown')
  channel?.close()
}

/** Whether a tab that has begun to show it stands behind us in the queue. */
const isAboutToBeShown = async (name: string): Promise<boolean> => {
  const { pending = [] } = await navigator.locks.query()
  return pending.some((lock) => lock.name === name && lock.mode === 'shared')
}

/** `AbortSignal.any`, which browsers have only since 2023 and 2024. */
const anyOf = (signals: readonly AbortSignal[]): AbortSignal => {
  const any = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) any.abort()
    signal.addEventListener('abort', () => any.abort(), { once: true, signal: any.signal })
  }
  return any.signal
}

/**
 * Which documents this browser's tabs show, said to one another by locks. Locks exist in secure
 * contexts only: elsewhere nobody knows of the others, and whoever would wait does not.
 */
export const showing = {
  /** Until the answer is called, or the tab is gone, this tab shows it. */
  begin: (name: string): (() => void) => {
    let end = (): void => {}
    const shown = new Promise<void>((resolve) => {
      end = resolve
    })
    // A browser that refuses even this is like one without locks.
    navigator.locks?.request(name, { mode: 'shared' }, () => shown).catch(() => undefined)
    // Said when the request is known to all: whoever stops for it asks again behind it.
    const asked = navigator.locks?.query()
    asked?.then(() => tellShown(name)).catch(() => undefined)
    return end
  },
  /** Whether others show it besides this tab; false where nobody knows of the others. */
  isShownElsewhere: async (name: string): Promise<boolean> => {
    const { held = [] } = (await navigator.locks?.query().catch(() => null)) ?? {}
    return held.filter((lock) => lock.name === name && lock.mode === 'shared').length > 1
  },
  /**
   * Acts as soon as no tab shows it; rejects when it is given up before. Where one begins to meanwhile,
   * it is told to stop, and acts again when that one is gone.
   */
  whenNobody: async (
    name: string,
    givenUp: AbortSignal,
    act: (stop: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    if (!navigator.locks) return act(givenUp)
    const channel = channelOf(name)
    let isShown = true
    const alone = async (): Promise<void> => {
      const shown = new AbortController()
      channel?.addEventListener('message', () => shown.abort(), { once: true })
      if (await isAboutToBeShown(name)) shown.abort()
      else await act(anyOf([givenUp, shown.signal]))
      isShown = shown.signal.aborted
    }
    try {
      while (isShown) await navigator.locks.request(name, { signal: givenUp }, alone)
    } finally {
      channel?.close()
    }
  },
}
