import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { setUpSchool, signedIn } from '../support/people.ts'
import { keepScreen, sizes } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** Steps change places by hand and by key, while others are writing in them. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let lin: Page
let shi: Page
const contexts: BrowserContext[] = []

const outline = (page: Page) => page.getByRole('navigation', { name: '大纲' })
const entry = (page: Page, title: string) => outline(page).getByRole('button', { name: title })
const badge = (page: Page, words: string) => page.getByText(words, { exact: true }).first()
const order = (page: Page) =>
  page
    .locator('.ProseMirror section')
    .evaluateAll((steps) => steps.map((step) => step.getAttribute('aria-label')?.slice(0, 2)))

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const open = async (name: string): Promise<Page> => {
    const { context, page } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    const { lessons } = await (await page.request.get('/api/lessons')).json()
    const { lessonId } = lessons.find(({ title }: { title: string }) => title.includes('落花生'))
    await page.goto(`/lessons/${lessonId}/plan`)
    await expect(badge(page, '已保存')).toBeVisible()
    return page
  }
  lin = await open('林若溪')
  shi = await open('石远')
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('a step is dragged to another place, and everybody sees it there', async () => {
  expect(await order(lin)).toEqual(['回顾', '品读', '对比', '小组', '小练', '小结'])
  const target = entry(lin, '小组讨论')
  const box = await target.boundingBox()
  await entry(lin, '品读').hover()
  await lin.mouse.down()
  await lin.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 10, { steps: 5 })
  await lin.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + (box?.height ?? 0) - 4, { steps: 5 })
  await keepScreen(lin, 'step-drag', ['desk'])
  await lin.mouse.up()
  const after = ['回顾', '对比', '小组', '品读', '小练', '小结']
  await expect.poll(() => order(lin)).toEqual(after)
  await expect.poll(() => order(shi)).toEqual(after)
})

test('by keyboard too, and the caret stays with the step', async () => {
  await entry(lin, '品读').focus()
  await lin.keyboard.press('Alt+Shift+ArrowUp')
  await expect.poll(() => order(shi)).toEqual(['回顾', '对比', '品读', '小组', '小练', '小结'])
  await expect(entry(lin, '品读')).toBeFocused()
  await lin.keyboard.press('Alt+Shift+ArrowUp')
  await expect.poll(() => order(shi)).toEqual(['回顾', '品读', '对比', '小组', '小练', '小结'])
})

test('where the outline has no names a step is dragged by its tick; under a thumb, by its menu', async () => {
  const before = ['回顾', '品读', '对比', '小组', '小练', '小结']
  await expect.poll(() => order(lin)).toEqual(before)
  await lin.setViewportSize(sizes.tablet)
  const tick = (title: string) => outline(lin).getByRole('button', { name: title })
  const box = await tick('小组讨论').boundingBox()
  await tick('品读').hover()
  await lin.mouse.down()
  await lin.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 6, { steps: 5 })
  await lin.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) - 4, { steps: 5 })
  await keepScreen(lin, 'step-drag-tick', ['tablet'])
  await lin.mouse.up()
  await expect.poll(() => order(shi)).toEqual(['回顾', '对比', '小组', '品读', '小练', '小结'])
  await lin.setViewportSize(sizes.phone)
  await lin.getByRole('button', { name: '编辑', exact: true }).click()
  for (const _ of [1, 2]) {
    const step = lin.locator('.ProseMirror section').filter({ hasText: '边读边想' })
    await step.getByRole('button', { name: '环节操作' }).click()
    await lin.getByRole('menuitem', { name: '上移' }).click()
  }
  await expect.poll(() => order(shi)).toEqual(before)
  const moved = lin.locator('.ProseMirror section').nth(1)
  await expect(moved.getByRole('button', { name: '环节操作' })).toBeInViewport()
  await lin.setViewportSize(sizes.desk)
})

test('what somebody types offline into a step that is moved meanwhile stands in it where it went', async () => {
  await shi.context().setOffline(true)
  await expect(shi.getByText(/连不上服务器/)).toBeVisible()
  await shi.locator('.ProseMirror').getByText('学习单分两栏').first().click()
  await shi.keyboard.press('End')
  await shi.keyboard.type('蓝牌换成便签。')
  await expect(badge(shi, '仅在本机')).toBeVisible()
  await entry(lin, '对比').focus()
  await lin.keyboard.press('Alt+Shift+ArrowDown')
  await expect(badge(lin, '已保存')).toBeVisible()
  await shi.context().setOffline(false)
  await expect(badge(shi, '已保存')).toBeVisible({ timeout: 40_000 })
  const moved = (page: Page) => page.locator('.ProseMirror section').nth(3)
  for (const page of [shi, lin]) {
    await expect(moved(page)).toContainText('蓝牌换成便签。')
    await expect(page.locator('.ProseMirror').getByText('蓝牌换成便签。')).toHaveCount(1)
  }
  await expect(shi.getByRole('button', { name: /^找回/ })).toHaveCount(0)
})

test('two people who move the same step at the same moment find it once, in the same place', async () => {
  const before = await order(lin)
  const name = before[0] ?? ''
  for (const page of [lin, shi]) await page.context().setOffline(true)
  for (const page of [lin, shi]) await expect(page.getByText(/连不上服务器/)).toBeVisible()
  for (const [page, times] of [
    [lin, 2],
    [shi, 4],
  ] as const) {
    await entry(page, name).focus()
    for (let time = 0; time < times; time += 1) await page.keyboard.press('Alt+Shift+ArrowDown')
    await expect.poll(async () => (await order(page)).indexOf(name)).toBe(times)
  }
  await lin.locator('.ProseMirror section').nth(2).locator('p').first().click()
  await lin.keyboard.press('End')
  await lin.keyboard.type('先分角色。')
  for (const page of [lin, shi]) await page.context().setOffline(false)
  for (const page of [lin, shi])
    await expect(badge(page, '已保存')).toBeVisible({ timeout: 40_000 })
  await expect
    .poll(async () => [...((await order(lin)) as string[])].sort())
    .toEqual([...(before as string[])].sort())
  await expect.poll(async () => order(shi)).toEqual(await order(lin))
  for (const page of [lin, shi])
    await expect(page.locator('.ProseMirror').getByText('先分角色。')).toHaveCount(1)
})
