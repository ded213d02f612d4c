import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** Two change one table at once. */
let studio: Studio
let lin: Page
let shi: Page
const contexts: BrowserContext[] = []

const { paper, open, caretAfter, badge } = planPage
const table = (page: Page) => paper(page).locator('table').last()
const widthsOn = (page: Page): Promise<readonly number[]> =>
  table(page)
    .locator('tr')
    .evaluateAll((rows) => rows.map(({ children }) => children.length))
const act = async (page: Page, name: string): Promise<void> => {
  await table(page).locator('th').first().click()
  await page.getByRole('button', { name: '表格的行和列' }).click()
  await page.getByRole('menuitem', { name }).click()
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const atDesk = async (name: string): Promise<Page> => {
    const { context, page } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    const { lessons } = await (await page.request.get('/api/lessons')).json()
    const { lessonId } = lessons.find(({ title }: { title: string }) => title.includes('落花生'))
    await open(page, lessonId)
    return page
  }
  lin = await atDesk('林若溪')
  shi = await atDesk('石远')
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('a row and a column that two add at once leave a gap, which grows no columns and is filled by the next', async () => {
  await caretAfter(lin, '作业设计')
  await lin.keyboard.press('Enter')
  await lin.getByRole('button', { name: '插入表格' }).click()
  await lin.keyboard.type('格')
  await expect(table(shi)).toContainText('格')
  for (const page of [lin, shi]) await page.context().setOffline(true)
  await act(lin, '右侧插入列')
  await act(shi, '下方插入行')
  for (const page of [lin, shi]) await page.context().setOffline(false)
  for (const page of [lin, shi]) await expect(badge(page, '已保存')).toBeVisible()
  for (let round = 0; round < 4; round += 1)
    await Promise.all(
      [lin, shi].map(async (page) => {
        // Elsewhere first: a third click in one place chooses the whole cell.
        await table(page).locator('td').last().click()
        await table(page).locator('th').first().click()
        await page.keyboard.type('字')
      }),
    )
  for (const page of [lin, shi]) {
    await expect.poll(async () => (await table(page).textContent())?.split('字').length).toBe(9)
    expect(await widthsOn(page)).toEqual([4, 3, 4, 4])
  }
  await act(shi, '下方插入行')
  for (const page of [lin, shi]) await expect.poll(() => widthsOn(page)).toEqual([4, 4, 4, 4, 4])
})
