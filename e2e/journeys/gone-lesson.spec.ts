import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { keepScreen } from '../support/screens.ts'
import { serverText } from '../support/serverText.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** A lesson that is gone for somebody who had not handed everything in: where they land, their words are. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
let admin: Page
let shi: BrowserContext
let lessonId = ''
let planId = ''
const contexts: BrowserContext[] = []

const { badge, typeAfter } = planPage

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  const open = async (account: Parameters<typeof signedIn>[2]) => {
    const opened = await signedIn(browser, studio, account)
    contexts.push(opened.context)
    return opened
  }
  lin = (await open(school.person('林若溪'))).page
  admin = (await open(school.admin)).page
  shi = (await open(school.person('石远'))).context
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  ;({ planId } = await (await lin.request.get(`/api/lessons/${lessonId}`)).json())
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

type Membership = { readonly orgId: string; readonly orgKind: string; readonly role: string }

/** Out of the group and off the lesson; answers with what lets them in again. */
const takeAway = async (): Promise<() => Promise<void>> => {
  const { me } = await (await shi.request.get('/api/session')).json()
  const before: readonly Membership[] = me.memberships
  const setPlaces = async (places: readonly Membership[]): Promise<void> => {
    const memberships = places.map(({ orgId, role }) => ({ orgId, role }))
    const changed = await admin.request.patch(`/api/accounts/${me.userId}`, {
      data: { memberships },
    })
    expect(changed.ok(), await changed.text()).toBe(true)
  }
  await setPlaces(before.filter(({ orgKind }) => orgKind !== 'group'))
  const seat = `/api/lessons/${lessonId}/members/${me.userId}`
  const left = await lin.request.put(seat, { data: { role: null } })
  expect(left.ok(), await left.text()).toBe(true)
  return () => setPlaces(before)
}

test('[DR34] words that were not handed in are where one lands, to copy and to keep, until one is let in again', async () => {
  const page = await shi.newPage()
  await planPage.open(page, lessonId)
  await typeAfter(page, '作业设计', '（早就交了的）')
  await expect(badge(page, '已保存')).toBeVisible()
  await shi.setOffline(true)
  await typeAfter(page, '板书设计', '（第一处没交上去的）')
  await typeAfter(page, '教学反思', '（第二处没交上去的）')
  await expect(badge(page, '仅在本机')).toBeVisible()
  // [DR30] Of what is still being stored the badge may say so, and whoever closes the page then is asked.
  await planPage.close(page)
  const letIn = await takeAway()
  await shi.setOffline(false)

  const later = await shi.newPage()
  await later.goto(`/lessons/${lessonId}/plan`)
  await expect(later.getByText(/没有这节课/).first()).toBeVisible()
  const words = later.getByRole('region', { name: '没交上去的字：2 处' })
  await expect(words).toContainText('（第一处没交上去的）')
  await expect(words).toContainText('（第二处没交上去的）')
  await expect(words).not.toContainText('早就交了')
  await keepScreen(later, 'gone-lesson')

  await words.getByRole('button', { name: '全部复制' }).click()
  const copied = await later.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('（第一处没交上去的）')
  expect(copied).toContain('（第二处没交上去的）')
  const saving = later.waitForEvent('download')
  await words.getByRole('button', { name: '下载' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toBe('没交上去的字.txt')
  expect(await readFile(await file.path(), 'utf8')).toContain('（第二处没交上去的）')

  await letIn()
  await planPage.open(later, lessonId)
  await expect.poll(() => serverText(lin, studio, planId)).toContain('（第一处没交上去的）')
  await expect(later.getByRole('button', { name: /^找回/ })).toHaveCount(0)
})

test('[DR34] words that this computer could not store either stay in sight when one tries again, and one is asked before one leaves them', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('石远'))
  contexts.push(context)
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no storage', 'InvalidStateError')
    }
  })
  await planPage.open(page, lessonId)
  await context.setOffline(true)
  await typeAfter(page, '板书设计', '（哪里都没有存下）')
  await expect(badge(page, '未保存')).toBeVisible()
  const letIn = await takeAway()
  await context.setOffline(false)
  await page.getByRole('button', { name: '再试一次' }).click({ timeout: 40_000 })
  const words = page.getByRole('region', { name: '没交上去的字：1 处' })
  await expect(words).toContainText('（哪里都没有存下）')
  await expect(words).toContainText('这台电脑存不下，关掉这一页就没了')
  await keepScreen(page, 'gone-lesson-alone')
  await page.getByRole('link', { name: '首页' }).click()
  const ask = page.getByRole('dialog', { name: '还有字只在这一页里' })
  await ask.getByRole('button', { name: '留在这一页' }).click()
  await expect(words).toContainText('（哪里都没有存下）')
  await letIn()
})

test('a lesson that never was says no more than that', async () => {
  const page = await shi.newPage()
  await page.goto('/lessons/nothing-here-000')
  await expect(page.getByText(/没有这节课/).first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('region', { name: /没交上去的字/ })).toHaveCount(0)
})
