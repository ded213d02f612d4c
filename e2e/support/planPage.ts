import { expect, type Page } from '@playwright/test'

const paper = (page: Page) => page.locator('.ProseMirror').first()
const badge = (page: Page, words: string) => page.getByText(words, { exact: true }).first()

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
  caretAfter,
  /** Puts the caret behind these words and types; `delay` between the keys, in ms. */
  typeAfter: async (page: Page, words: string, text: string, delay = 0): Promise<void> => {
    await caretAfter(page, words)
    await page.keyboard.type(text, { delay })
  },
}
