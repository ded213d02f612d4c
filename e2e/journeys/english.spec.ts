import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { keepScreen, type sizes } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'
import { untranslated } from '../support/untranslated.ts'

const chooseEnglish = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => localStorage.setItem('yanke.language', 'en'))

/** English is complete: the interface changes its language, what teachers wrote does not. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
let admin: Page
const contexts: BrowserContext[] = []
const ids = { ready: '', finished: '', recording: '' }

const enter = async (browser: Parameters<typeof signedIn>[0], account: School['admin']) => {
  const { context, page } = await signedIn(browser, studio, account, { locale: 'en-US' })
  contexts.push(context)
  await chooseEnglish(context)
  return page
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio, 'en')
  lin = await enter(browser, school.person('林若溪'))
  admin = await enter(browser, school.admin)
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  const idOf = (title: string): string =>
    lessons.find((lesson: { title: string }) => lesson.title.includes(title)).lessonId
  ids.ready = idOf('落花生')
  ids.finished = idOf('望天门山')
  const { recordings } = await (
    await lin.request.get(`/api/lessons/${ids.finished}/recordings`)
  ).json()
  ids.recording = recordings[0].recordingId
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

/** Shown whole, in English, and kept as a picture. */
const expectEnglish = async (
  page: Page,
  name: string,
  only: readonly (keyof typeof sizes)[] = ['desk', 'tablet', 'phone'],
): Promise<void> => {
  await keepScreen(page, `en-${name}`, only)
  expect(await untranslated(page), name).toEqual([])
}

test('a judge that judges: a Chinese page is full of Chinese words', async ({ browser }) => {
  const { context, page } = await signedIn(browser, studio, school.person('林若溪'))
  contexts.push(context)
  await page.goto('/lessons')
  await expect(page.getByRole('heading', { name: '课程', exact: true })).toBeVisible()
  await expect.poll(async () => (await untranslated(page)).length).toBeGreaterThan(5)
})

test('sign-in and the day', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: studio.url, locale: 'en-US' })
  contexts.push(context)
  await chooseEnglish(context)
  const page = await context.newPage()
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expectEnglish(page, 'sign-in')
  await lin.goto('/')
  await expect(lin.getByRole('heading', { name: 'Today', exact: true })).toBeVisible()
  await expectEnglish(lin, 'home')
  await lin.goto('/lessons')
  await expect(lin.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible()
  await expectEnglish(lin, 'lessons')
})

test('the four tabs of a lesson', async () => {
  for (const tab of ['plan', 'teach', 'study', 'archive']) {
    await lin.goto(`/lessons/${ids.ready}/${tab}`)
    await expect(lin.getByRole('navigation').first()).toBeVisible()
    await expectEnglish(lin, tab)
  }
})

test('the waiting room and the class, without a media server', async () => {
  await lin.goto(`/lessons/${ids.ready}/teach`)
  await lin.getByRole('button', { name: /waiting room/i }).click()
  await expect(lin.getByRole('heading', { name: 'Device check' })).toBeVisible()
  await expect(lin.getByText(/All 3 checks passed|to look at/)).toBeVisible()
  await expectEnglish(lin, 'lobby')
  // What was found is kept: the day no longer says that nobody has checked.
  const checks = async () =>
    (await (await lin.request.get(`/api/lessons/${ids.ready}`)).json()).deviceChecks
  await expect.poll(async () => (await checks()).length).toBe(1)
  const day = await lin.context().newPage()
  await day.goto('/')
  await expect(day.getByText('Devices not checked: 青山小学')).toBeVisible()
  await day.close()
  await lin.getByRole('button', { name: /Enter the class/i }).click()
  await expectEnglish(lin, 'console')
  const { pathname } = new URL(lin.url())
  await lin.goto(`${pathname}/screen`)
  await expectEnglish(lin, 'big-screen', ['screen', 'desk'])
})

test('replay, settings, people', async () => {
  await lin.goto(`/recordings/${ids.recording}`)
  await expect(lin.locator('video')).toHaveCount(2)
  await expectEnglish(lin, 'replay')
  await lin.goto('/settings')
  await expect(lin.getByText('nothing waits on this device')).toBeVisible()
  await expectEnglish(lin, 'settings')
  // The group a school begins with is named by the server, in the language of whoever set it up.
  await admin.goto('/people')
  await expect(admin.getByRole('heading', { name: 'People', exact: true })).toBeVisible()
  await keepScreen(admin, 'en-people')
  await expect(admin.getByText('Planning group').first()).toBeVisible()
  expect(await untranslated(admin)).toEqual([])
})
