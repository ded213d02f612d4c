import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { errors, expect, type Page } from '@playwright/test'

const folder = new URL('../results/screens/', import.meta.url).pathname

/** Desk, phone, and the big screen of a classroom. */
export const sizes = {
  desk: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
  screen: { width: 1920, height: 1080 },
} as const

/** The end of a request that a closed worker had sent is told to nobody: such a page is never idle. */
const LONGEST_WAIT_MS = 10_000

/** Sockets stay open; what was asked for has been answered, if that is told in time. */
const answered = async (page: Page): Promise<void> => {
  await page
    .waitForLoadState('networkidle', { timeout: LONGEST_WAIT_MS })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof errors.TimeoutError)) throw thrown
    })
}

/** Keeps a picture of the page in each size and fails on any serious finding of axe. */
export const keepScreen = async (
  page: Page,
  name: string,
  only: readonly (keyof typeof sizes)[] = ['desk', 'phone'],
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize()
  await answered(page)
  for (const size of only) {
    await page.setViewportSize(sizes[size])
    await page.evaluate(() => document.fonts.ready)
    // Two frames: what reacts to the size has been drawn.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    )
    await page.screenshot({ path: join(folder, `${name}-${size}.png`) })
  }
  await expectAccessible(page, name)
  if (before) await page.setViewportSize(before)
}

/** No serious or critical finding (WCAG 2.2 AA rules). */
export const expectAccessible = async (page: Page, name: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.target.join(' '))
          .join(' | ')}`,
    )
  expect(serious, `axe on ${name}`).toEqual([])
}
