import type { Page } from '@playwright/test'

type InputMethod = {
  /** The letters that are being composed, all of them. */
  compose(letters: string): Promise<void>
  /** What was chosen for them. */
  choose(words: string): Promise<void>
}

/** An input method as Chromium sees one. */
export const inputMethod = async (page: Page): Promise<InputMethod> => {
  const ime = await page.context().newCDPSession(page)
  return {
    compose: async (text) => {
      const end = text.length
      await ime.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end })
    },
    choose: async (text) => {
      await ime.send('Input.insertText', { text })
    },
  }
}
