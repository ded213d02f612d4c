import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { expectAccessible, keepScreen } from '../support/screens.ts'
import { serverText } from '../support/serverText.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** What a page says while something is wrong is so, at every moment, and it goes away when it is not so any more. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
let shi: Page
let lessonId = ''
let planId = ''
const contexts: BrowserContext[] = []

const screens = new URL('../results/screens/', import.meta.url).pathname

const { paper, badge, strip, typeAfter } = planPage

const atDesk = async (browser: Browser, name: string): Promise<Page> => {
  const { context, page } = await signedIn(browser, studio, school.person(name))
  contexts.push(context)
  return page
}

const openPlan = (page: Page): Promise<void> => planPage.open(page, lessonId)

/** A browser that refuses to store anything. */
const withoutStorage = (): void => {
  IDBFactory.prototype.open = () => {
    throw new DOMException('no storage', 'InvalidStateError')
  }
}

const setRole = async (role: string): Promise<void> => {
  const { me } = await (await shi.request.get('/api/session')).json()
  const seat = `/api/lessons/${lessonId}/members/${me.userId}`
  expect((await lin.request.put(seat, { data: { role } })).ok()).toBe(true)
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  lin = await atDesk(browser, '林若溪')
  shi = await atDesk(browser, '石远')
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  ;({ planId } = await (await lin.request.get(`/api/lessons/${lessonId}`)).json())
  await openPlan(lin)
  await openPlan(shi)
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('typing on without a line, nobody is told that this computer stores nothing while it stores', async () => {
  await lin.context().setOffline(true)
  await expect(strip(lin, '连不上服务器')).toBeVisible()
  await lin.evaluate(() => {
    const said = new Set<string>()
    Object.assign(window, { said })
    new MutationObserver(() => {
      for (const status of document.querySelectorAll('[role=status]'))
        said.add(status.textContent ?? '')
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await typeAfter(lin, '板书设计', '（拔线以后接连打下去的一句话）', 30)
  await expect(badge(lin, '仅在本机')).toBeVisible()
  const said = await lin.evaluate(() => [...(window as unknown as { said: Set<string> }).said])
  expect(said.length).toBeGreaterThan(0)
  for (const words of said) expect(words).not.toMatch(/未保存|存不下/)
})

test('what is not on this computer yet says so, and takes the paper from nobody', async () => {
  await lin.getByRole('button', { name: '版本', exact: true }).click()
  await expect(lin.getByText('要看过去的样子，先得连上服务器。')).toBeVisible()
  await expect(paper(lin)).toContainText('（拔线以后接连打下去的一句话）')
  const stages = lin.getByRole('navigation', { name: '课的四个阶段' })
  await stages.getByRole('link', { name: '研课' }).click()
  await expect(lin.getByText('没有连上服务器')).toBeVisible()
  await keepScreen(lin, 'code-away', ['desk', 'phone'])
  await lin.getByRole('button', { name: '返回上一页' }).click()
  await expect(paper(lin)).toContainText('（拔线以后接连打下去的一句话）')
  await expect(badge(lin, '仅在本机')).toBeVisible()
  await lin.getByRole('link', { name: '首页' }).click()
  await expect(lin.getByText('没有连上服务器')).toBeVisible()
  await lin.context().setOffline(false)
  await expect(lin.getByRole('button', { name: '返回上一页' })).toHaveCount(0)
  await expect(lin.getByRole('main').first()).toBeVisible()
  await openPlan(lin)
  expect(await serverText(shi, studio, planId)).toContain('（拔线以后接连打下去的一句话）')
  await lin.getByRole('button', { name: '版本', exact: true }).click()
  await expect(lin.getByText('看的是过去，改不了')).toBeVisible()
  await lin.getByRole('button', { name: '回到现在' }).click()
})

test('a tab that is closed offline leaves its words to the one that stays', async () => {
  const tab = await lin.context().newPage()
  await openPlan(tab)
  await lin.context().setOffline(true)
  await typeAfter(tab, '作业设计', '（关掉的那页写的）')
  await expect(badge(tab, '仅在本机')).toBeVisible()
  await tab.close()
  await lin.context().setOffline(false)
  await expect(paper(lin)).toContainText('（关掉的那页写的）', { timeout: 40_000 })
  await expect(badge(lin, '已保存')).toBeVisible()
  expect(await serverText(shi, studio, planId)).toContain('（关掉的那页写的）')
})

test('a tab that alone has no line leaves its words to the one beside it, to which nobody turns', async () => {
  const tab = await lin.context().newPage()
  await openPlan(tab)
  const network = await lin.context().newCDPSession(tab)
  const line = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
  await network.send('Network.emulateNetworkConditions', { ...line, offline: true })
  await expect(strip(tab, '连不上服务器')).toBeVisible()
  await typeAfter(tab, '作业设计', '（只有这一页断了线）')
  await expect(paper(lin)).toContainText('（只有这一页断了线）')
  await expect(badge(lin, '已保存')).toBeVisible()
  expect(await serverText(shi, studio, planId)).toContain('（只有这一页断了线）')
  await expect(badge(tab, '仅在本机')).toBeVisible()
  await tab.close()
})

test('what is only on this computer is handed in, whatever page one looks at when the line is back', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('石远'))
  contexts.push(context)
  const onServer = (words: string) =>
    expect.poll(() => serverText(lin, studio, planId), { timeout: 40_000 }).toContain(words)
  const writeOffline = async (at: Page, words: string): Promise<void> => {
    await openPlan(at)
    await context.setOffline(true)
    await typeAfter(at, '作业设计', words)
    await expect(badge(at, '仅在本机')).toBeVisible()
  }
  await page.goto('/')
  await expect(page.getByRole('main').first()).toBeVisible()
  await writeOffline(page, '（写完就去了首页）')
  await page.getByRole('link', { name: '首页' }).click()
  await expect(page).toHaveURL(/\/$/)
  await context.setOffline(false)
  await onServer('（写完就去了首页）')

  await writeOffline(page, '（写完就关了网页）')
  await page.close()
  await context.setOffline(false)
  const later = await context.newPage()
  await later.goto('/')
  await onServer('（写完就关了网页）')

  const beside = await context.newPage()
  await writeOffline(beside, '（旁边那页一直开着）')
  await beside.close()
  await context.setOffline(false)
  await onServer('（旁边那页一直开着）')
})

test('a server that is there and says nothing: nobody is left with “saving”', async () => {
  process.kill(studio.pid, 'SIGSTOP')
  try {
    await typeAfter(lin, '板书设计', '（服务器不应声）')
    await expect(badge(lin, '保存中…')).toBeVisible()
    await expect(badge(lin, '仅在本机')).toBeVisible({ timeout: 8_000 })
    await expect(strip(lin, '服务器还没有回音，正在等。')).toBeVisible()
    await lin.screenshot({ path: `${screens}room-silent-desk.png` })
  } finally {
    process.kill(studio.pid, 'SIGCONT')
  }
  await expect(badge(lin, '已保存')).toBeVisible({ timeout: 40_000 })
  await expect(strip(lin, '没有回音')).toHaveCount(0)
})

test('signed in again in another tab, the page goes on by itself, and says nothing that is over', async () => {
  await lin.request.delete('/api/session')
  await expect(strip(lin, '登录过期了')).toBeVisible({ timeout: 40_000 })
  await typeAfter(lin, '作业设计', '（过期以后写的）')
  await lin.getByRole('button', { name: '再试一次' }).click()
  await expect(lin.getByText('还没有登录')).toBeVisible()
  const { login, password } = school.person('林若溪')
  await lin.request.post('/api/session', { data: { login, password } })
  await lin.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(badge(lin, '已保存')).toBeVisible()
  await expect(lin.getByText('还没有登录')).toHaveCount(0)
  await expect(strip(lin, '登录过期了')).toHaveCount(0)
  expect(await serverText(shi, studio, planId)).toContain('（过期以后写的）')
})

test('demoted: what one has deleted cannot be undone any more, and one stays where one reads', async () => {
  const step = paper(shi).locator('section').filter({ hasText: '小练笔' })
  await step.getByRole('button', { name: '环节操作' }).click()
  await shi.getByRole('menuitem', { name: '删除环节' }).click()
  await expect(shi.getByRole('button', { name: '撤回' })).toBeVisible()
  await setRole('viewer')
  await expect(strip(shi, '现在只能看')).toBeVisible()
  await expect(shi.getByRole('button', { name: '撤回' })).toHaveCount(0)
  await setRole('assist')
  await expect(strip(shi, '你现在可以改这份教案了。')).toBeVisible()
  await expect(paper(shi)).toHaveAttribute('contenteditable', 'true')
  await shi.getByRole('button', { name: '知道了' }).click()

  const words = paper(shi).getByText('作业设计').first()
  await shi.context().setOffline(true)
  await typeAfter(shi, '作业设计', '（没被接受的）')
  await setRole('viewer')
  await shi.context().setOffline(false)
  await expect(strip(shi, '刚才的改动没被接受')).toBeVisible({ timeout: 40_000 })
  await expect(words).toBeInViewport()
  await setRole('assist')
  await expect(strip(shi, '你现在可以改这份教案了。没留在教案里的字都在“找回”里')).toBeVisible()
  await keepScreen(shi, 'room-promoted', ['desk', 'phone'])
  await expectAccessible(shi, 'promoted')
})

test('where nothing can be stored either, one is asked before one leaves the words behind', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('石远'))
  contexts.push(context)
  await page.addInitScript(withoutStorage)
  await openPlan(page)
  await context.setOffline(true)
  await typeAfter(page, '板书设计', '（哪里都没有存下）')
  await expect(badge(page, '未保存')).toBeVisible()
  await expect(strip(page, '这台电脑也存不下')).toBeVisible()
  await page.getByRole('link', { name: '首页' }).click()
  const ask = page.getByRole('dialog', { name: '还有字只在这一页里' })
  await expect(ask).toBeVisible()
  await keepScreen(page, 'leave-ask', ['desk', 'phone'])
  await ask.getByRole('button', { name: '留在这一页' }).click()
  await expect(paper(page)).toContainText('（哪里都没有存下）')
  await context.setOffline(false)
  await expect(badge(page, '已保存')).toBeVisible({ timeout: 40_000 })
  await page.getByRole('link', { name: '首页' }).click()
  await expect(page).toHaveURL(/\/$/)
})

test('so is one who looks at the past meanwhile, and sees there too that nothing is stored', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('石远'))
  contexts.push(context)
  await page.addInitScript(withoutStorage)
  await openPlan(page)
  // Its code comes with the first look.
  await page.getByRole('button', { name: '版本', exact: true }).click()
  await page.getByRole('button', { name: '回到现在' }).click()
  await context.setOffline(true)
  await typeAfter(page, '板书设计', '（看过去的时候还没存）')
  await expect(badge(page, '未保存')).toBeVisible()
  await page.getByRole('button', { name: '版本', exact: true }).click()
  await expect(page.getByText('看的是过去，改不了')).toBeVisible()
  await expect(badge(page, '未保存')).toBeVisible()
  await page.getByRole('link', { name: '首页' }).click()
  const ask = page.getByRole('dialog', { name: '还有字只在这一页里' })
  await expect(ask).toBeVisible()
  await keepScreen(page, 'leave-ask-past', ['desk', 'phone'])
  await ask.getByRole('button', { name: '留在这一页' }).click()
  await expect(page.getByText('看的是过去，改不了')).toBeVisible()
  await context.setOffline(false)
  await expect(badge(page, '未保存')).toHaveCount(0, { timeout: 40_000 })
  await page.getByRole('link', { name: '首页' }).click()
  await expect(page).toHaveURL(/\/$/)
  expect(await serverText(lin, studio, planId)).toContain('（看过去的时候还没存）')
})

test('nor are words that the server has refused and this computer cannot store', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('石远'))
  contexts.push(context)
  await page.addInitScript(withoutStorage)
  await openPlan(page)
  await context.setOffline(true)
  await typeAfter(page, '板书设计', '（没被接受，也没处存）')
  await setRole('viewer')
  await context.setOffline(false)
  await expect(strip(page, '这台电脑存不下，放回或复制之前先别关这一页')).toBeVisible({
    timeout: 40_000,
  })
  await page.getByRole('link', { name: '首页' }).click()
  const ask = page.getByRole('dialog', { name: '还有字只在这一页里' })
  await expect(ask.getByText('“找回”里的字这台电脑存不下')).toBeVisible()
  await ask.getByRole('button', { name: '留在这一页' }).click()
  await setRole('assist')
  await page.getByRole('button', { name: '找回 1' }).click()
  await page.getByRole('button', { name: /^放回原处/ }).click()
  await page.keyboard.press('Escape')
  await expect(badge(page, '已保存')).toBeVisible()
  await page.getByRole('link', { name: '首页' }).click()
  await expect(page).toHaveURL(/\/$/)
  expect(await serverText(lin, studio, planId)).toContain('（没被接受，也没处存）')
})
