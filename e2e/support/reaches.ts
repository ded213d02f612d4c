import type { Page } from '@playwright/test'

/** Set in the page: when it happened there, ms since 1970 by the page's own high-resolution clock. */
type Watched = { actedAtMs?: number; seenAtMs?: number }
const holder = '__yankeReaches'

/**
 * How long what one page does takes to be shown by another, measured inside both: from the press as
 * its browser stamped it to the first frame in which the other page holds `text` or `selector`. The
 * pages of one browser share this machine's clock, so no polling of ours is in the figure.
 */
export const reaches = async (measured: {
  readonly from: Page
  readonly to: Page
  readonly event: 'pointerdown' | 'keydown'
  readonly selector: string
  readonly text?: string
  readonly act: () => Promise<void>
}): Promise<number> => {
  const { from, to, event, selector, text, act } = measured
  await to.evaluate(
    ([key, wanted, words]) => {
      const watched: Watched = {}
      Object.assign(window, { [key]: watched })
      const isShown = (): boolean =>
        [...document.querySelectorAll(wanted)].some((one) =>
          (one.textContent ?? '').includes(words),
        )
      const observer = new MutationObserver(() => {
        if (!isShown()) return
        observer.disconnect()
        requestAnimationFrame(() => {
          const { startTime } = performance.mark('yanke-reached')
          watched.seenAtMs = performance.timeOrigin + startTime
        })
      })
      observer.observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      })
    },
    [holder, selector, text ?? ''] as const,
  )
  await from.evaluate(
    ([key, kind]) => {
      const watched: Watched = {}
      Object.assign(window, { [key]: watched })
      addEventListener(
        kind,
        (pressed) => {
          performance.mark('yanke-acted', { startTime: pressed.timeStamp })
          watched.actedAtMs = performance.timeOrigin + pressed.timeStamp
        },
        { capture: true, once: true },
      )
    },
    [holder, event] as const,
  )
  await act()
  const read = (page: Page, moment: keyof Watched): Promise<number> =>
    page
      .waitForFunction(
        ([key, name]) => (window as unknown as Record<string, Watched>)[key]?.[name],
        [holder, moment] as const,
      )
      .then(async (handle) => Number(await handle.jsonValue()))
  return (await read(to, 'seenAtMs')) - (await read(from, 'actedAtMs'))
}
