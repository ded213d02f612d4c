import { type Dialog, expect, type Page } from '@playwright/test'

const paper = (page: Page) => page.locator('.ProseMirror').first()
const badge = (page: Page, words: string) => page.getByText(words, { exact: true }).first()

/** Closes it as a hand does; answers with what the page asks before it goes, or null: it has gone. */
const closeByHand = (page: Page): Promise<Dialog | null> =>
  new Promise((resolve, reject) => {
    page.once('dialog', resolve)
    page.once('close', () => resolve(null))
    page.close({ runBeforeUnload: true }).catch(reject)
  })

const caretAfter = async (page: Page, words: string): Promise<void> => {
  await paper(page).getByText(words).first().click()
  await page.keyboard.press('End')
}

/** A lesson's plan in a browser: its parts, and what a hand does there. */
export const planPage = {
  paper,
  badge,
  strip: (page: Page, words: string | RegExp) =>
    page.getByRole('status').filter({ hasText: words }).first(),
  /** Until it is whole and saved. */
  open: async (page: Page, lessonId: string): Promise<void> => {
    await page.goto(`/lessons/${lessonId}/plan`)
    await expect(paper(page)).toContainText('教学过程')
    await expect(badge(page, '已保存')).toBeVisible()
  },
  /** Whoever is asked whether they leave words behind stays, and closes it again. */
  close: (page: Page): Promise<void> =>
    expect(async () => {
      const asked = await closeByHand(page)
      await asked?.dismiss()
      expect(asked).toBeNull()
    }).toPass(),
  caretAfter,
  /** Behind the first letters of a line that is not broken on the screen. */
  caretIn: async (page: Page, line: string, letters: number): Promise<void> => {
    await paper(page).getByText(line).first().click()
    await page.keyboard.press('Home')
    for (let letter = 0; letter < letters; letter += 1) await page.keyboard.press('ArrowRight')
  },
  /** What the paper says, line by line, without the names at the carets. */
  words: (page: Page): Promise<string> =>
    paper(page)
      .locator('p')
      .evaluateAll((lines) =>
        lines.map((line) => line.textContent?.replaceAll(/\u2060[^\u2060]*\u2060/g, '')).join('\n'),
      ),
  /** Puts the caret behind these words and types; `delay` between the keys, in ms. */
  typeAfter: async (page: Page, words: string, text: string, delay = 0): Promise<void> => {
    await caretAfter(page, words)
    await page.keyboard.type(text, { delay })
  },
}
