import type { Browser } from '@playwright/test'
import { luohuashengSlides } from './slides/luohuasheng.ts'
import { wangtianmenshanSlides } from './slides/wangtianmenshan.ts'

/** Prints both decks as PDF, one 16:9 page per slide. */
export async function makeSlides(browser: Browser, outDir: string): Promise<void> {
  const decks = {
    'wangtianmenshan.pdf': wangtianmenshanSlides(),
    'luohuasheng.pdf': luohuashengSlides(),
  }
  const page = await browser.newPage()
  for (const [name, html] of Object.entries(decks)) {
    await page.setContent(html)
    await page.pdf({
      path: `${outDir}/${name}`,
      width: '1280px',
      height: '720px',
      printBackground: true,
    })
  }
  await page.close()
}
