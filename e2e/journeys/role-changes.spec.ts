import { type BrowserContext, expect, type Page, test, type WebSocketRoute } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { keepScreen } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** A role that changes while a page hears or sees nothing of it: what the page says afterwards is so. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
let shi: Page
let lessonId = ''
const contexts: BrowserContext[] = []

const { paper, badge, strip, typeAfter } = planPage

/** The feed of a page, which can be away: its socket ends, and those that follow do too. */
const feedOf = async (page: Page) => {
  const open = new Set<WebSocketRoute>()
  let isAway = false
  await page.routeWebSocket(/\/ws\/feed/, (socket) => {
    if (isAway) return socket.close()
    socket.connectToServer()
    open.add(socket)
  })
  return async (away: boolean): Promise<void> => {
    isAway = away
    if (away) for (const socket of open) await socket.close()
    open.clear()
  }
}

let isFeedAway: (away: boolean) => Promise<void>

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  for (const name of ['林若溪', '石远']) {
    const { page, context } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    if (name === '石远') shi = page
    else lin = page
  }
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  isFeedAway = await feedOf(shi)
  await planPage.open(shi, lessonId)
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

const setRole = async (role: string): Promise<void> => {
  const { userId } = (await (await shi.request.get('/api/session')).json()).me
  const answer = await lin.request.put(`/api/lessons/${lessonId}/members/${userId}`, {
    data: { role },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

const canType = (can: boolean) =>
  expect(paper(shi)).toHaveAttribute('contenteditable', String(can), { timeout: 20_000 })

test('demoted while nothing can be told: the page asks when the line is back', async () => {
  await isFeedAway(true)
  await setRole('viewer')
  await canType(true)
  await isFeedAway(false)
  await canType(false)
  await expect(strip(shi, '你的角色变了，现在只能看')).toBeVisible()
  await isFeedAway(true)
  await setRole('assist')
  await isFeedAway(false)
  await canType(true)
  await expect(strip(shi, '你现在可以改这份教案了。')).toBeVisible()
})

test('what is refused while the page believes that one may write is not called a promotion', async () => {
  await planPage.open(shi, lessonId)
  await isFeedAway(true)
  await setRole('viewer')
  await canType(true)
  await typeAfter(shi, '作业设计', '不知道已经不能写了')
  // The refusal alone has it ask, while the feed is still away.
  await canType(false)
  await expect(strip(shi, '你现在只能看这份教案')).toBeVisible()
  await keepScreen(shi, 'refused-unaware', ['desk', 'phone'])
  await isFeedAway(false)
  await setRole('assist')
  await canType(true)
  await expect(strip(shi, '你现在可以改这份教案了。')).toBeVisible()
})

test('what was told before one looks at the past, and what happens meanwhile, is not forgotten', async () => {
  await strip(shi, '你现在可以改这份教案了。').getByRole('button', { name: '知道了' }).click()
  await expect(strip(shi, '你现在可以改')).toHaveCount(0)
  await shi.getByRole('button', { name: '版本' }).first().click()
  await expect(shi.getByRole('button', { name: '回到现在' }).first()).toBeVisible()
  await setRole('viewer')
  await shi.getByRole('button', { name: '回到现在' }).first().click()
  await canType(false)
  await expect(strip(shi, '你的角色变了，现在只能看')).toBeVisible()
  await setRole('assist')
  await canType(true)
  await strip(shi, '你现在可以改').getByRole('button', { name: '知道了' }).click()
  await shi.getByRole('button', { name: '版本' }).first().click()
  await shi.getByRole('button', { name: '回到现在' }).first().click()
  await canType(true)
  await expect(strip(shi, '你现在可以改')).toHaveCount(0)
  await expect(badge(shi, '已保存')).toBeVisible()
})
