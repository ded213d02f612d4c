import type { Page } from '@playwright/test'

/** In the lobby: the picture that draws the time, and the sound that beeps each second. */
export const chooseTestSignal = async (page: Page): Promise<void> => {
  await page.getByRole('combobox', { name: '摄像头' }).selectOption({ label: '测试画面' })
  await page.getByRole('combobox', { name: '话筒' }).selectOption({ label: '测试声音' })
}
