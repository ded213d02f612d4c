import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { keepScreen } from '../support/screens.ts'
import { serverText } from '../support/serverText.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** What ends under an open page takes no word with it, and the badge claims nothing that is not so. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let shi: Page
let lessonId = ''
let planId = ''
const contexts: BrowserContext[] = []

const { paper, badge, strip, typeAfter } = planPage

const atDesk = async (browser: Browser, name: string): Promise<Page> => {
  const { context, page } = await signedIn(browser, studio, school.person(name))
  contexts.push(context)
  return page
}

const openPlan = (page: Page): Promise<void> => planPage.open(page, lessonId)

const signIn = async (page: Page, name: string): Promise<void> => {
  const { login, password } = school.person(name)
  const answer = await page.request.post('/api/session', { data: { login, password } })
  expect(answer.ok()).toBe(true)
}

/** As when one turns to the tab. */
const turnTo = (page: Page): Promise<unknown> =>
  page.evaluate(() => window.dispatchEvent(new Event('focus')))

/** Whatever the badge says is so: saved is what the server has. */
const expectSaved = async (page: Page, words: string): Promise<void> => {
  await expect(paper(page)).toContainText(words)
  await expect(badge(page, '已保存')).toBeVisible()
  expect(await serverText(shi, studio, planId)).toContain(words)
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  shi = await atDesk(browser, '石远')
  const lin = await atDesk(browser, '林若溪')
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  ;({ planId } = await (await lin.request.get(`/api/lessons/${lessonId}`)).json())
  await openPlan(shi)
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('signed out in the other tab while one types: nothing is lost, and signed in again all goes on', async ({
  browser,
}) => {
  const lin = await atDesk(browser, '林若溪')
  await openPlan(lin)
  const other = await lin.context().newPage()
  await other.goto('/settings')
  const signOut = other.getByRole('button', { name: '退出登录' })
  await expect(signOut).toBeVisible()
  await lin.bringToFront()
  const typing = typeAfter(lin, '教学反思', '（退出登录的时候正在打的一句话）', 120)
  await expect(paper(lin)).toContainText('（退出登录')
  await signOut.click()
  await typing
  await expect(strip(lin, '登录过期了')).toBeVisible()
  await expect(badge(lin, '仅在本机')).toBeVisible()
  await keepScreen(lin, 'signed-out-elsewhere', ['desk', 'phone'])
  await expect(other).toHaveURL(/sign-in/)

  await signIn(lin, '林若溪')
  await turnTo(lin)
  await expectSaved(lin, '（退出登录的时候正在打的一句话）')
  await typeAfter(lin, '作业设计', '（再登录以后写的）', 30)
  await expectSaved(lin, '（再登录以后写的）')
  await typeAfter(shi, '教学准备', '（同事这时写的）', 30)
  await expect(paper(lin)).toContainText('（同事这时写的）')
  await lin.reload()
  await expectSaved(lin, '（再登录以后写的）')
})

test('[DR36] whoever writes for hours without asking for anything stays signed in', async ({
  browser,
}) => {
  const lin = await atDesk(browser, '林若溪')
  await openPlan(lin)
  const db = new DatabaseSync(join(studio.dataDir, 'yanke.sqlite'))
  const longAgoMs = Date.now() - 11 * 60 * 60_000
  db.exec(`update session set seen_at = ${longAgoMs}`)
  const areUnused = () =>
    db.prepare('select count(*) as n from session where seen_at > ?').get(longAgoMs)?.n === 0
  // Half an hour later by the page's own watch; the network brings nothing meanwhile.
  await lin.evaluate(() => {
    const real = performance.now.bind(performance)
    performance.now = () => real() + 31 * 60_000
  })
  await typeAfter(shi, '教学准备', '（同事一直在写）', 30)
  await expect(paper(lin)).toContainText('（同事一直在写）')
  expect(areUnused()).toBe(true)
  await typeAfter(lin, '作业设计', '（写了一整天）', 30)
  await expect(badge(lin, '已保存')).toBeVisible()
  await expect.poll(areUnused).toBe(false)
  db.close()
})

test('the site’s data cleared while one types: all of it reaches the server, and without a line it is kept anew', async ({
  browser,
}) => {
  const lin = await atDesk(browser, '林若溪')
  await openPlan(lin)
  const tools = await lin.context().newCDPSession(lin)
  const clear = () =>
    tools.send('Storage.clearDataForOrigin', { origin: studio.url, storageTypes: 'indexeddb' })
  const typing = typeAfter(lin, '板书设计', '（清掉网站数据的时候正在打的字）', 120)
  await expect(paper(lin)).toContainText('（清掉')
  await clear()
  await typing
  await expectSaved(lin, '（清掉网站数据的时候正在打的字）')
  await typeAfter(shi, '教学准备', '（清掉以后同事写的）', 30)
  await expect(paper(lin)).toContainText('（清掉以后同事写的）')

  await lin.context().setOffline(true)
  await expect(strip(lin, '连不上服务器')).toBeVisible()
  await typeAfter(lin, '作业设计', '（没有连线又清掉）', 30)
  await expect(badge(lin, '仅在本机')).toBeVisible()
  await clear()
  await typeAfter(lin, '作业设计', '（之后写的）', 30)
  await expect(badge(lin, '仅在本机')).toBeVisible()
  // The page goes without a line; the next one has it from this computer.
  await lin.close()
  const again = await contexts.at(-1)?.newPage()
  if (!again) throw new Error('no browser')
  await contexts.at(-1)?.setOffline(false)
  await openPlan(again)
  await expectSaved(again, '（没有连线又清掉）')
  await expectSaved(again, '（之后写的）')
})

test('another person signs in in the same browser: what the first one writes goes out under no other name', async ({
  browser,
}) => {
  const lin = await atDesk(browser, '林若溪')
  await openPlan(lin)
  await lin.context().setOffline(true)
  await typeAfter(lin, '板书设计', '（换人以前写的）', 30)
  await expect(badge(lin, '仅在本机')).toBeVisible()
  // Another tab has a line, as far as this browser's cookies go.
  await signIn(lin, '贺明')
  await lin.context().setOffline(false)
  await expect(strip(lin, '另一位老师（贺明）已在这个浏览器登录')).toBeVisible({
    timeout: 40_000,
  })
  await typeAfter(lin, '板书设计', '（换人以后写的）', 30)
  await expect(badge(lin, '仅在本机')).toBeVisible()
  // Whoever turns to the tab finds it as it was, with the other person in the same browser.
  await turnTo(lin)
  await expect(strip(lin, '不会以别人的名义送出')).toBeVisible()
  await expect(paper(lin)).toContainText('（换人以后写的）')
  await keepScreen(lin, 'another-person', ['desk', 'phone'])
  expect(await serverText(shi, studio, planId)).not.toContain('换人以')

  const settings = lin.context().waitForEvent('page')
  await strip(lin, '另一位老师').getByRole('button', { name: '去换账号' }).click()
  const other = await settings
  await other.getByRole('button', { name: '退出登录' }).click()
  await expect(other).toHaveURL(/sign-in/)
  await turnTo(lin)
  await expect(strip(lin, '登录过期了')).toBeVisible()
  await signIn(lin, '林若溪')
  await turnTo(lin)
  await expectSaved(lin, '（换人以前写的）')
  await expectSaved(lin, '（换人以后写的）')
})
