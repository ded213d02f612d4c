import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { recordingsOf } from '../support/recordingsOf.ts'
import { keepScreen } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** Bad input gets a clear sentence and loses nothing. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
const contexts: BrowserContext[] = []
let lessonId = ''

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  const opened = await signedIn(browser, studio, school.person('林若溪'))
  contexts.push(opened.context)
  lin = opened.page
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('unknown ids are said to be unknown, on every kind of page', async () => {
  for (const path of [
    '/lessons/nothing-here-000',
    '/classrooms/nothing-here-000',
    '/recordings/nothing-here-000',
  ]) {
    await lin.goto(path)
    await expect(lin.getByText(/没有找到|没有这节课|没有对你开放/).first()).toBeVisible()
  }
  await lin.goto('/no/such/page')
  await expect(lin.getByText('没有这一页')).toBeVisible()
  await keepScreen(lin, 'not-found')
})

test('links that never were, and links that ended, say so without telling more', async ({
  browser,
}) => {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 390, height: 844 },
  })
  contexts.push(context)
  const page = await context.newPage()
  for (const hash of ['#', '#short', `#${'x'.repeat(43)}`]) {
    await page.goto('about:blank')
    await page.goto(`${studio.url}/s${hash}`)
    await expect(page.getByText(/看不到这一页了|这一页没有打开/)).toBeVisible()
    await expect(page.getByText('落花生')).toHaveCount(0)
  }
  await page.goto(`${studio.url}/setup#nonsense`)
  await expect(page.getByText('这个链接用不了了')).toBeVisible()
})

test('slides that are too large or no PDF are refused, the old ones stay', async () => {
  const before = await (await lin.request.get(`/api/lessons/${lessonId}`)).json()
  const put = (name: string, body: Buffer, headers: Record<string, string> = {}) =>
    lin.request.put(`/api/lessons/${lessonId}/slides?name=${encodeURIComponent(name)}`, {
      data: body,
      headers: { 'content-type': 'application/pdf', ...headers },
    })
  const pretender = await put('假.pdf', Buffer.from('<html><script>alert(1)</script></html>'))
  expect([pretender.status(), (await pretender.json()).code]).toEqual([
    415,
    'lessons/slides-not-pdf',
  ])
  await lin.goto(`/lessons/${lessonId}/teach`)
  // 300 MB in the browser: told before a byte is sent.
  const sent: string[] = []
  lin.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()))
  await lin
    .locator('input[type=file]')
    .first()
    .evaluate((input: HTMLInputElement) => {
      const file = new File([new Uint8Array(1)], '三百兆.pdf', { type: 'application/pdf' })
      Object.defineProperty(file, 'size', { value: 300 * 1024 * 1024 })
      const list = { 0: file, length: 1, item: () => file } as unknown as FileList
      Object.defineProperty(input, 'files', { value: list, configurable: true })
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
  await expect(lin.getByText(/文件太大：最多 60 MB/)).toBeVisible()
  expect(sent).toEqual([])
  const after = await (await lin.request.get(`/api/lessons/${lessonId}`)).json()
  expect(after.slides).toEqual(before.slides)
})

test('uploaded files are never shown as pages', async () => {
  const { slides } = await (await lin.request.get(`/api/lessons/${lessonId}`)).json()
  const { headers } = { headers: (await lin.request.get(`/api/files/${slides.fileId}`)).headers() }
  expect(headers['content-disposition']).toContain('attachment')
  expect(headers['content-security-policy']).toContain('sandbox')
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('an empty plan can be waited in, not taught; without a media server the class goes on by data', async () => {
  const { me } = await (await lin.request.get('/api/session')).json()
  const group = me.memberships.find(({ orgKind }: { orgKind: string }) => orgKind === 'group')
  const near = { school: '城关小学', className: '五（2）班', headcount: 42, teacherId: me.userId }
  const made = await lin.request.post('/api/lessons', {
    data: {
      groupId: group.orgId,
      title: '空白课',
      subject: '语文',
      grade: '五年级',
      unit: '',
      lengthMin: 40,
      startsAt: null,
      near,
      far: null,
    },
  })
  expect(made.ok(), await made.text()).toBe(true)
  const { lessonId: emptyId, planId } = await made.json()
  const outline = await (await lin.request.get(`/api/plans/${planId}/outline`)).json()
  await lin.goto(`/lessons/${emptyId}/plan`)
  await expect(lin.locator('.ProseMirror').first()).toBeVisible()
  for (let left = outline.steps.length; left > 0; left -= 1) {
    await lin.getByRole('button', { name: '环节操作' }).first().click()
    await lin.getByRole('menuitem', { name: '删除环节' }).click()
  }
  await expect(lin.getByText('已保存').first()).toBeVisible()
  await lin.goto(`/lessons/${emptyId}/teach`)
  await lin.getByRole('button', { name: '进入候课' }).click()
  await lin.getByRole('button', { name: '进入课堂' }).click()
  await expect(lin.getByText(/流程单是空的/)).toBeVisible()
  await expect(lin.getByText(/没有音视频服务/).first()).toBeVisible()
  await keepScreen(lin, 'console-empty', ['desk'])
})

test('a clock ten minutes fast does not matter; a second tab is told where the first is', async ({
  browser,
}) => {
  const opened = await signedIn(browser, studio, school.person('石远'))
  contexts.push(opened.context)
  await opened.context.addInitScript(() => {
    const real = Date.now
    Date.now = () => real() + 600_000
  })
  await lin.goto(`/lessons/${lessonId}/teach`)
  await lin.getByRole('button', { name: '进入候课' }).click()
  await expect(lin).toHaveURL(/\/classrooms\//)
  await lin.getByRole('button', { name: '进入课堂' }).click()
  const shi = opened.page
  await shi.goto(new URL(lin.url()).pathname)
  await shi.getByRole('button', { name: '进入课堂' }).click()
  await lin.getByRole('button', { name: '上课', exact: true }).click()
  await expect(shi.getByText(/^3:5\d$/).first()).toBeVisible()
  const tab = await opened.context.newPage()
  await tab.goto(new URL(lin.url()).pathname)
  await tab.getByRole('button', { name: '进入课堂' }).click()
  await expect(shi.getByText('这一端开在另一个页面上')).toBeVisible()
  await keepScreen(shi, 'superseded', ['desk'])
})

test('the server dies while a teacher types: the badge tells the truth and nothing is lost', async () => {
  await lin.goto(`/lessons/${lessonId}/plan`)
  const paper = lin.locator('.ProseMirror').first()
  await expect(lin.getByText('已保存').first()).toBeVisible()
  await studio.kill()
  await paper.getByText('作业设计').first().click()
  await lin.keyboard.press('End')
  await lin.keyboard.type('（断网时写的）')
  await expect(lin.getByText('仅在本机').first()).toBeVisible()
  await keepScreen(lin, 'plan-offline', ['desk', 'phone'])
  await studio.restart()
  await expect(lin.getByText('已保存').first()).toBeVisible({ timeout: 30_000 })
  await lin.reload()
  await expect(paper).toContainText('（断网时写的）')
})

test('a camera’s label is put right; an archived lesson can only be read, until it is taken out', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('周岚'))
  contexts.push(context)
  const { lessonId: taught, recordings } = await recordingsOf(page, '望天门山')
  await page.goto(`/recordings/${recordings[0]?.recordingId}`)
  await expect(page.getByText('青山小学，教室全景')).toBeVisible()
  await page.getByRole('button', { name: '改镜头标签' }).click()
  const far = page.getByRole('radiogroup', { name: '青山小学的镜头对着' })
  await far.getByRole('radio', { name: '老师镜头' }).click()
  await expect(page.getByText('青山小学，老师镜头')).toBeVisible()
  await keepScreen(page, 'labels')
  await far.getByRole('radio', { name: '教室全景' }).click()
  await expect(page.getByText('青山小学，教室全景')).toBeVisible()

  const plan = await context.newPage()
  await plan.goto(`/lessons/${taught}/plan`)
  const paper = plan.locator('.ProseMirror').first()
  await expect(paper).toHaveAttribute('contenteditable', 'true')
  await page.goto(`/lessons/${taught}/archive`)
  await page.getByRole('button', { name: '归档', exact: true }).click()
  await expect(page.getByText('已归档，只能看。')).toBeVisible()
  // The page that was open hears of it by itself.
  await expect(plan.getByText('已归档，只能看。')).toBeVisible()
  await expect(paper).toHaveAttribute('contenteditable', 'false')
  await keepScreen(plan, 'archived-plan')
  await page.getByRole('link', { name: /^上课/ }).click()
  await expect(page.getByRole('button', { name: '进入候课' })).toHaveCount(0)
  await keepScreen(page, 'archived-teach')
  await page.getByRole('link', { name: '要改，先取回' }).click()
  await keepScreen(page, 'archived-archive')
  await page.getByRole('button', { name: '取回' }).click()
  await expect(paper).toHaveAttribute('contenteditable', 'true')
})
