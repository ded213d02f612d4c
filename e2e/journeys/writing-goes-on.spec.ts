import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { inputMethod } from '../support/inputMethod.ts'
import { setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { expectAccessible, keepScreen } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** 石远 writes at a human pace; 林若溪 moves, deletes and restores what he writes in. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let lin: Page
let shi: Page
const contexts: BrowserContext[] = []

const { paper, caretAfter, caretIn, words } = planPage
const entry = (page: Page, title: string) =>
  page.getByRole('navigation', { name: '大纲' }).getByRole('button', { name: title })
const saved = (page: Page) =>
  expect(page.getByText('已保存', { exact: true }).first()).toBeVisible({ timeout: 40_000 })
const step = (page: Page, words: string) =>
  paper(page).locator('section').filter({ hasText: words })
const indexOf = (page: Page, words: string): Promise<number> =>
  paper(page)
    .locator('section')
    .evaluateAll((steps, part) => steps.findIndex((one) => one.textContent?.includes(part)), words)
/** The step's title, rows and minutes, without the names of those who have a caret in it. */
const saysOf = (page: Page, index: number) =>
  paper(page)
    .locator('section')
    .nth(index)
    .evaluate((shown) => {
      const copy = shown.cloneNode(true) as HTMLElement
      for (const caret of copy.querySelectorAll('[data-client]')) caret.remove()
      return {
        words: copy.textContent?.replace(/[\s\u2060]+/gu, ' ') ?? '',
        minutes: shown.querySelector('input')?.value,
      }
    })
const removeStep = async (page: Page, words: string): Promise<void> => {
  await step(page, words).getByRole('button', { name: '环节操作' }).click()
  await page.getByRole('menuitem', { name: '删除环节' }).click()
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const open = async (name: string): Promise<Page> => {
    const { context, page } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    const { lessons } = await (await page.request.get('/api/lessons')).json()
    const { lessonId } = lessons.find(({ title }: { title: string }) => title.includes('落花生'))
    await page.goto(`/lessons/${lessonId}/plan`)
    await saved(page)
    return page
  }
  lin = await open('林若溪')
  shi = await open('石远')
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('a sentence stays whole in a step that is moved up and down meanwhile', async () => {
  const sentence = '先独立写两分钟再同桌互读一遍圈出最打动你的一句话'
  await caretAfter(shi, '出示句式')
  const writing = shi.keyboard.type(sentence, { delay: 150 })
  await entry(lin, '小练笔').focus()
  for (const [key, place] of [
    ['ArrowUp', 3],
    ['ArrowUp', 2],
    ['ArrowDown', 3],
    ['ArrowUp', 2],
  ] as const) {
    await expect(entry(lin, '小练笔')).toBeFocused()
    await lin.keyboard.press(`Alt+Shift+${key}`)
    await expect(paper(shi).locator('section').nth(place)).toContainText('出示句式')
  }
  await writing
  for (const page of [lin, shi]) {
    await expect(step(page, '出示句式')).toContainText(sentence)
    await expect(paper(page).getByText(sentence)).toHaveCount(1)
  }
  await expect(paper(shi)).toBeFocused()
})

test('under an input method too: what it composes stands once, in the moved step', async () => {
  await caretAfter(shi, '先独立写两分钟')
  const { compose, choose } = await inputMethod(shi)
  await compose('hua')
  await saved(shi)
  await entry(lin, '小练笔').focus()
  await lin.keyboard.press('Alt+Shift+ArrowDown')
  await expect(paper(lin).locator('section').nth(3)).toContainText('出示句式')
  await expect(paper(shi).locator('section').nth(3)).toContainText('出示句式')
  await compose('huasheng')
  await choose('花生')
  await shi.keyboard.type('好')
  await saved(shi)
  for (const page of [lin, shi]) await expect(step(page, '出示句式')).toContainText('互读花生好')
  await expect(paper(lin)).not.toContainText('hua')
})

test('a line that is split under the typist: the sentence stays whole in the half with the caret', async () => {
  await caretAfter(shi, '首尾相应')
  await shi.keyboard.type('子丑寅')
  await saved(shi)
  await caretIn(lin, '回到目标', 2)
  const writing = shi.keyboard.type('卯辰巳午未申酉戌亥', { delay: 400 })
  await expect(paper(lin)).toContainText('卯辰')
  await lin.keyboard.press('Enter')
  await writing
  for (const page of [lin, shi])
    await expect
      .poll(() => words(page))
      .toContain('回到\n目标，首尾相应。子丑寅卯辰巳午未申酉戌亥\n')
  const { compose, choose } = await inputMethod(shi)
  await compose('hua')
  await saved(shi)
  await expect(paper(lin)).toContainText('hua')
  await caretIn(lin, '目标，首尾相应', 3)
  await lin.keyboard.press('Enter')
  await expect.poll(() => words(shi)).toContain('目标，\n首尾')
  await compose('huasheng')
  await choose('花生')
  await shi.keyboard.type('好')
  for (const page of [lin, shi])
    await expect
      .poll(() => words(page))
      .toContain('目标，\n首尾相应。子丑寅卯辰巳午未申酉戌亥花生好\n')
  await expect(paper(lin)).not.toContainText('hua')
})

test('a step deleted under the typist: nothing is written beside it, and all of it can be put back', async () => {
  await caretAfter(shi, '学习单分两栏')
  await shi.keyboard.type('删之前写的')
  await saved(shi)
  const index = await indexOf(lin, '学习单分两栏')
  const before = await saysOf(lin, index)
  const count = await paper(lin).locator('section').count()
  const writing = shi.keyboard.type('一直写到后来才发现的一句', { delay: 500 })
  await removeStep(lin, '学习单分两栏')
  await writing
  const strip = shi.getByRole('status').filter({ hasText: '林若溪删除了你正在写的环节' })
  await expect(strip).toBeVisible()
  await expect(paper(shi)).not.toBeFocused()
  await (await inputMethod(shi)).choose('才发现')
  await expect(paper(shi)).not.toContainText('才发现')
  await expect(paper(lin)).not.toContainText('才发现')
  await keepScreen(shi, 'torn-step', ['desk', 'phone'])
  await expectAccessible(shi, 'a step deleted under the typist')
  await shi.getByRole('button', { name: /^找回/ }).click()
  await shi
    .getByRole('dialog')
    .getByRole('button', { name: /^放回整个环节：/ })
    .waitFor()
  await keepScreen(shi, 'torn-step-tray', ['desk', 'phone'])
  await shi.keyboard.press('Escape')
  await strip.getByRole('button', { name: '放回整个环节' }).click()
  await expect(strip).toHaveCount(0)
  await shi.keyboard.type('接着写')
  const written = /删之前写的[一直写到后来才发现的一句]*接着写/
  await expect(paper(lin)).toContainText(written)
  for (const page of [lin, shi]) {
    await expect(paper(page).locator('section')).toHaveCount(count)
    expect(await indexOf(page, '学习单分两栏')).toBe(index)
    const now = await saysOf(page, index)
    expect({ ...now, words: now.words.replace(written, '删之前写的') }).toEqual(before)
  }
  await keepScreen(shi, 'step-put-back', ['desk'])
})

test('so does a paragraph that a restored version has not, and all are told what was restored', async () => {
  const versions = lin.getByRole('region', { name: '教案的版本' })
  await versions.getByRole('button', { name: '存为版本' }).click()
  await lin.getByLabel('版本名').fill('研讨稿二')
  await lin.getByRole('button', { name: '存下来' }).click()
  await caretAfter(shi, '教学准备')
  await shi.keyboard.press('Enter')
  await shi.keyboard.type('版本以后新起的一段')
  await saved(shi)
  await versions.getByRole('button', { name: /^研讨稿二/ }).click()
  await lin.getByRole('button', { name: '恢复到这一版' }).click()
  const writing = shi.keyboard.type('恢复的时候还在写的一句话', { delay: 300 })
  await lin.getByRole('dialog').getByRole('button', { name: '恢复', exact: true }).click()
  await writing
  const strips = shi.getByRole('status')
  const torn = strips.filter({ hasText: '林若溪恢复到的那一版里，没有你正在写的这一段' })
  await expect(torn).toBeVisible()
  await expect(paper(shi)).not.toContainText('还在写的一句话')
  await keepScreen(shi, 'torn-restore', ['desk', 'phone'])
  await shi.getByRole('button', { name: /^找回/ }).click()
  await expect(shi.getByRole('dialog')).toContainText('林若溪恢复到的那一版里没有这一段')
  await shi.keyboard.press('Escape')
  await torn.getByRole('button', { name: '放回，接着写' }).click()
  await expect(paper(shi)).toContainText('版本以后新起的一段')
  const restored = strips.filter({ hasText: '林若溪把教案恢复到了“研讨稿二”' })
  await expect(restored).toBeVisible()
  await restored.getByRole('button', { name: '知道了' }).click()
  await expect(restored).toHaveCount(0)
})
