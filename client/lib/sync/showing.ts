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
    return end
  },
  /** Acts as soon as no tab shows it; rejects when it is given up before. */
  whenNobody: async (
    name: string,
    givenUp: AbortSignal,
    act: () => Promise<void>,
  ): Promise<void> => {
    const { locks } = navigator
    if (!locks) return act()
    const unlessShown = async (): Promise<boolean> => {
      // Whoever has begun to show it while this waited is behind it in the queue.
      const { pending = [] } = await locks.query()
      const isShown = pending.some((one) => one.name === name && one.mode === 'shared')
      if (!isShown) await act()
      return !isShown
    }
    while (!(await locks.request(name, { signal: givenUp }, unlessShown)));
  },
}
