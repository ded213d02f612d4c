import type { Page } from '@playwright/test'

/** A stroke across the middle of the slide, by the pointer. */
export const drawStroke = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '笔', exact: true }).click()
  const box = await page.getByTestId('ink-layer').boundingBox()
  if (!box) throw new Error('no slide to draw on')
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4)
  await page.mouse.down()
  for (let i = 1; i <= 12; i += 1)
    await page.mouse.move(
      box.x + box.width * (0.3 + i * 0.03),
      box.y + box.height * (0.4 + Math.sin(i) * 0.05),
    )
  await page.mouse.up()
}

/** Strokes drawn on the slide as this page sees it. */
export const inkPaths = (page: Page): Promise<number> =>
  page.getByTestId('ink-layer').locator('path[d^="M"]').count()
