import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { openBareMedia } from '../support/bareMedia.ts'
import { chooseTestSignal } from '../support/chooseTestSignal.ts'
import { expectAligned } from '../support/expectAligned.ts'
import { expectFootage } from '../support/expectFootage.ts'
import { forgePlanEdit } from '../support/forgePlanEdit.ts'
import { drawStroke, inkPaths } from '../support/ink.ts'
import { inboundMedia, receivesLiveMedia, watchPeerConnections } from '../support/media.ts'
import { mediaServerPid } from '../support/mediaServerPid.ts'
import { type Account, signedIn } from '../support/people.ts'
import { reaches } from '../support/reaches.ts'
import { recordingsOf } from '../support/recordingsOf.ts'
import { keepScreen } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** One lesson from first start to a guest's phone, by seven people, on real parts. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let accounts: ReadonlyMap<string, Account>
let lin: Page
let shi: Page
let shen: Page
const contexts: BrowserContext[] = []
let lessonUrl = ''
let classroomUrl = ''
let recordingUrl = ''
/** Wall clock of the far site's reload, ms. */
let reloadedAtMs = 0

const account = (name: string): Account => {
  const found = accounts.get(name)
  if (!found) throw new Error(`no account of ${name}`)
  return found
}

const note = (type: string, description: string): void => {
  test.info().annotations.push({ type, description })
}

const enter = async (browser: Parameters<typeof signedIn>[0], name: string): Promise<Page> => {
  const { context, page } = await signedIn(browser, studio, account(name))
  contexts.push(context)
  await watchPeerConnections(context)
  return page
}

test.beforeAll(async () => {
  studio = await startStudio()
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('1 first use: the printed link makes school, administrator and sample', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: studio.url, locale: 'zh-CN' })
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(studio.setupUrl)
  await page.getByLabel('学校名称').fill('城关中心小学')
  await page.getByLabel('所在区县').fill('云溪区')
  await page.getByLabel('姓名').fill('许文')
  await page.getByLabel('登录名').fill('xuwen')
  await page.getByLabel('密码', { exact: true }).fill('春风又绿江南岸2026')
  await page.getByLabel('再输一次').fill('春风又绿江南岸2026')
  await keepScreen(page, 'setup')
  const answered = page.waitForResponse(
    (response) => response.url().endsWith('/api/setup') && response.request().method() === 'POST',
  )
  await page.getByRole('button', { name: '创建学校并进入' }).click()
  const { samplePeople } = (await (await answered).json()) as { samplePeople: Account[] }
  accounts = new Map(samplePeople.map((person) => [person.name, person]))
  await expect(page.getByText(account('林若溪').password)).toBeVisible()
  await keepScreen(page, 'setup-passwords')
  await page.getByRole('button', { name: '记好了，进入研课' }).click()
  await expect(page.getByRole('heading', { name: '今天', exact: true })).toBeVisible()
  // The link was for once.
  await page.goto('about:blank')
  await page.goto(studio.setupUrl)
  await expect(page.getByText('这个链接用不了了')).toBeVisible()
})

test('1b signing in: a wrong password says how many tries are left', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: studio.url, locale: 'zh-CN' })
  contexts.push(context)
  const page = await context.newPage()
  await page.goto('/lessons')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('账号').fill(account('林若溪').login)
  await page.getByLabel('密码', { exact: true }).fill('wrong-password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('还可以试 4 次')).toBeVisible()
  await keepScreen(page, 'sign-in-wrong')
  await page.getByLabel('密码', { exact: true }).fill(account('林若溪').password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/\/lessons$/)
  const cookies = await context.cookies()
  expect(
    cookies.filter((cookie) => cookie.name.includes('session')).every((cookie) => cookie.httpOnly),
  ).toBe(true)
})

test('2 plan together: two carets, one text, saved means on the server’s disk', async ({
  browser,
}) => {
  lin = await enter(browser, '林若溪')
  shi = await enter(browser, '石远')
  await lin.goto('/')
  await expect(lin.getByRole('heading', { name: /落花生/ }).first()).toBeVisible()
  await keepScreen(lin, 'home')
  await lin.getByRole('link', { name: '打开教案' }).first().click()
  await expect(lin).toHaveURL(/\/lessons\/[^/]+/)
  lessonUrl = new URL(lin.url()).pathname.split('/').slice(0, 3).join('/')
  await shi.goto(`${lessonUrl}/plan`)
  const paper = (page: Page) => page.locator('.ProseMirror').first()
  await expect(paper(shi)).toContainText('教学过程')
  await paper(lin).getByText('板书设计').first().click()
  await lin.keyboard.press('End')
  await lin.keyboard.type('（两班同步板书）')
  await expect(paper(shi)).toContainText('（两班同步板书）', { timeout: 5_000 })
  await expect(lin.getByText('已保存').first()).toBeVisible()
  await keepScreen(lin, 'plan', ['desk', 'tablet', 'phone'])
})

test('2b a reader may comment and cannot edit, at the protocol itself', async ({ browser }) => {
  const he = await enter(browser, '贺明')
  const lesson = await (await lin.request.get(`/api${lessonUrl}`)).json()
  const { userId } = (await (await he.request.get('/api/session')).json()).me
  const changed = await lin.request.put(`/api${lessonUrl}/members/${userId}`, {
    data: { role: 'commenter' },
  })
  expect(changed.ok()).toBe(true)
  await he.goto(`${lessonUrl}/plan`)
  const paper = he.locator('.ProseMirror').first()
  await expect(paper).toContainText('教学过程')
  await expect(paper).toHaveAttribute('contenteditable', 'false')
  expect([4403, 4422]).toContain(
    await forgePlanEdit(he, { studio, planId: lesson.planId, words: '伪造' }),
  )
  await expect(lin.locator('.ProseMirror').first()).not.toContainText('伪造')
  await lin.reload()
  await expect(lin.locator('.ProseMirror').first()).toContainText('（两班同步板书）')
  await expect(lin.locator('.ProseMirror').first()).not.toContainText('伪造')
})

test('3 teach in two rooms: both see and hear each other, an observer is seen', async ({
  browser,
}) => {
  shen = await enter(browser, '沈秋')
  await lin.goto(`${lessonUrl}/teach`)
  await keepScreen(lin, 'teach')
  await lin.getByRole('button', { name: '进入候课' }).click()
  await expect(lin).toHaveURL(/\/classrooms\//)
  classroomUrl = new URL(lin.url()).pathname
  await chooseTestSignal(lin)
  await lin.getByRole('radio', { name: '老师' }).click()
  await keepScreen(lin, 'lobby')
  await shi.goto(classroomUrl)
  await chooseTestSignal(shi)
  await shen.goto(classroomUrl)
  for (const page of [lin, shi, shen]) await page.getByRole('button', { name: '进入课堂' }).click()
  await expect(lin.getByText('观摩 1 人')).toBeVisible()
  for (const page of [lin, shi, shen])
    await expect.poll(() => receivesLiveMedia(page), { timeout: 40_000 }).toBe(true)
  // Nothing of ours asks a server elsewhere for an address.
  expect(
    await lin.evaluate(
      () => (window as unknown as { lastIceServers: unknown[] | null }).lastIceServers ?? [],
    ),
  ).toEqual([])
  const kinds = (await inboundMedia(shen)).map(({ kind }) => kind).sort()
  expect(kinds).toEqual(['audio', 'audio', 'video', 'video'])
})

test('3b the plan runs the lesson: steps, pages and ink on both sides', async () => {
  await lin.getByRole('button', { name: '上课', exact: true }).click()
  await expect(shi.getByText('上课中').first()).toBeVisible()
  const tookMs = await reaches({
    ...{ from: lin, to: shi, event: 'pointerdown', selector: '[role="img"][data-drawn="4"]' },
    act: () => lin.getByRole('button', { name: /^下一步/ }).click(),
  })
  note('step reached the far screen, its page drawn', `${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThanOrEqual(1_000)
  await expect(shi.getByRole('img', { name: /课件第 4 页/ })).toBeVisible()
  await drawStroke(lin)
  await expect.poll(() => inkPaths(shi)).toBeGreaterThan(0)
})

test('3c the floor: asked for and granted, offered and taken', async () => {
  await shi.getByRole('button', { name: '要发言权' }).click()
  await lin.getByRole('button', { name: /^交给青山/ }).click()
  await expect(shi.getByText(/发言权在.*青山/).first()).toBeVisible()
  // Whoever holds the floor moves the lesson.
  await shi.getByRole('button', { name: /^下一步/ }).click()
  await expect(lin.getByRole('img', { name: /课件第 6 页/ })).toBeVisible()
  await lin.getByRole('button', { name: '收回发言权' }).click()
  await expect(shi.getByText(/发言权在.*城关/).first()).toBeVisible()
  await lin.getByRole('button', { name: /^交给青山/ }).click()
  await shi.getByRole('button', { name: '收下发言权' }).click()
  await expect(lin.getByText(/发言权在.*青山/).first()).toBeVisible()
})

test('4 record: only after everybody has been told; the media server dies in between', async () => {
  await lin.getByRole('button', { name: '录制', exact: true }).click()
  await lin.getByRole('menuitem', { name: '请求录制这节课' }).click()
  await expect(shi.getByRole('button', { name: '同意录制' })).toBeVisible()
  await expect(lin.getByText('录制中')).toHaveCount(0)
  await keepScreen(shi, 'consent')
  // Whoever asks has agreed by asking.
  await shi.getByRole('button', { name: '同意录制' }).click()
  await shen.getByRole('button', { name: '知道了' }).click()
  await expect(lin.getByText(/录制中/).first()).toBeVisible()
  await expect(shen.getByText(/录制中/).first()).toBeVisible()
  const drawnAt = (page: Page) => () =>
    page
      .locator('video')
      .evaluateAll((all) => all.filter((one) => (one as HTMLVideoElement).videoWidth > 0).length)
  await expect.poll(drawnAt(lin), { timeout: 40_000 }).toBeGreaterThan(1)
  await keepScreen(lin, 'console', ['desk', 'phone'])
  const screen = await contexts[2]?.newPage()
  if (screen) {
    await screen.goto(`${classroomUrl}/screen`)
    await expect(screen.getByText(/录制中/).first()).toBeVisible()
    await expect(screen.getByRole('img', { name: /课件第 6 页/ })).toBeVisible()
    await expect.poll(drawnAt(screen), { timeout: 40_000 }).toBe(2)
    await keepScreen(screen, 'big-screen', ['screen'])
    await screen.close()
  }
  const pid = await mediaServerPid(studio.pid)
  expect(pid).not.toBeNull()
  if (pid !== null) process.kill(pid, 'SIGKILL')
  for (const page of [lin, shi, shen])
    await expect.poll(() => receivesLiveMedia(page), { timeout: 60_000 }).toBe(true)
})

test('4b a reload in the middle of the recording: back by itself', async () => {
  reloadedAtMs = Date.now()
  await shi.reload()
  await expect(shi.getByText('上课中').first()).toBeVisible()
  await expect(shi.getByRole('button', { name: '进入课堂' })).toHaveCount(0)
  await expect.poll(() => receivesLiveMedia(lin), { timeout: 40_000 }).toBe(true)
  // Long enough a tail behind the reload that both halves are worth a look.
  await shi.evaluate(() => new Promise((done) => setTimeout(done, 8_000)))
})

test('4c signing out ends sound and picture at once, whatever the browser does', async () => {
  const { ended } = await openBareMedia(shen, { studio, classroomUrl })
  const signedOut = await shen.request.delete('/api/session')
  expect(signedOut.ok()).toBe(true)
  await ended
  // The others teach on.
  for (const page of [lin, shi])
    await expect.poll(() => receivesLiveMedia(page), { timeout: 40_000 }).toBe(true)
})

test('4d the lesson ends and the recording appears by itself, true to the clock', async () => {
  await lin.getByRole('button', { name: '下课', exact: true }).click()
  await lin.getByRole('dialog').getByRole('button', { name: '下课', exact: true }).click()
  await expect(shi.getByText(/已下课/).first()).toBeVisible()
  const lessonId = lessonUrl.split('/')[2]
  const read = async () =>
    (await (await lin.request.get(`/api/lessons/${lessonId}/recordings`)).json()).recordings[0]
  await expect.poll(async () => (await read())?.status, { timeout: 90_000 }).toBe('ready')
  const recording = await read()
  recordingUrl = `/recordings/${recording.recordingId}`
  const { events } = await (
    await lin.request.get(`/api/classrooms/${recording.classroomId}/events`)
  ).json()
  const atMs = (type: string): number =>
    events.find((event: { data: { type: string } }) => event.data.type === type).atMs
  await expectFootage(lin, { recording, atMs, note })
  const far = recording.tracks.find((track: { site: string }) => track.site === 'far')
  const { startedAtMs } = await (await lin.request.get(`/api/classrooms/${recording.classroomId}`))
    .json()
    .then(({ classroom }) => classroom)
  const [gap] = far.gaps
  note('reload: filmed and lost', `${Math.round(reloadedAtMs - startedAtMs - gap.startMs)} ms`)
  note('reload: not filmed while the page came back', `${gap.endMs - gap.startMs} ms`)
  expect(reloadedAtMs - startedAtMs - gap.startMs).toBeLessThanOrEqual(2_000)
  await expectAligned(lin, recording)
})

test('5 study: a comment reaches the other at once, two passes show their agreement', async ({
  browser,
}) => {
  const { recordings } = await recordingsOf(lin, '望天门山')
  const gu = await enter(browser, '顾晓棠')
  const url = `/recordings/${recordings[0]?.recordingId}`
  await Promise.all([lin.goto(url), gu.goto(url)])
  await expect(lin.getByText('0.76')).toBeVisible()
  await expect(lin.getByText('对话型').first()).toBeVisible()
  await lin.getByPlaceholder(/批注这一刻/).fill('这里可以先让青山班说。')
  const tookMs = await reaches({
    ...{ from: lin, to: gu, event: 'keydown', selector: 'aside', text: '这里可以先让青山班说。' },
    act: () => lin.keyboard.press('Enter'),
  })
  note('a mark reached the other', `${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThanOrEqual(1_000)
  await expect(gu.getByText('这里可以先让青山班说。').first()).toBeVisible()
  await keepScreen(lin, 'replay', ['desk', 'tablet', 'phone'])
  // Coding: T from the start, S later, handed in.
  await gu.getByRole('button', { name: 'T 教师行为', exact: true }).click()
  await expect(gu.getByText(/盲编中/)).toBeVisible()
  await expect(gu.getByText('0.76')).toHaveCount(0)
  await gu.getByRole('button', { name: '交这一遍' }).click()
  await gu.getByRole('dialog').getByRole('button', { name: '交这一遍' }).click()
  await expect(gu.getByText('你这一遍已交')).toBeVisible()
  await lin.goto(recordingUrl)
  await expect(lin.locator('video')).toHaveCount(2)
  await keepScreen(lin, 'replay-own', ['desk'])
})

test('6 share: a phone without an account sees the process, until it is revoked', async ({
  browser,
}) => {
  await lin.goto(`${lessonUrl}/archive`)
  await keepScreen(lin, 'archive')
  await lin.getByRole('button', { name: '生成二维码' }).click()
  const url = await lin.getByLabel('链接', { exact: true }).inputValue()
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 390, height: 844 },
  })
  contexts.push(context)
  const phone = await context.newPage()
  await phone.goto(url)
  await expect(phone.getByRole('heading', { name: /落花生/ })).toBeVisible()
  await expect(phone).toHaveURL(/\/s$/)
  await keepScreen(phone, 'process', ['phone', 'desk'])
  const forbidden = await phone.request.get(`${studio.url}/api${lessonUrl}`)
  expect(forbidden.status()).toBe(401)
  await lin.getByRole('button', { name: '收回' }).first().click()
  await expect(phone.getByText('看不到这一页了')).toBeVisible()
  await phone.reload()
  await expect(phone.getByText('看不到这一页了')).toBeVisible()
  await keepScreen(phone, 'process-revoked', ['phone'])
})

test('7 the remaining screens, and no address elsewhere', async () => {
  const asked: string[] = []
  lin.on('request', (request) => {
    if (!request.url().startsWith(studio.url) && !/^(blob|data):/.test(request.url()))
      asked.push(request.url())
  })
  await lin.goto('/lessons')
  await expect(lin.getByRole('heading', { name: '课程', exact: true })).toBeVisible()
  await keepScreen(lin, 'lessons')
  await lin.goto(`${lessonUrl}/study`)
  await keepScreen(lin, 'study')
  await lin.goto('/settings')
  await keepScreen(lin, 'settings')
  expect(asked).toEqual([])
})
