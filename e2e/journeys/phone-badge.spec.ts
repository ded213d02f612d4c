import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { setUpSchool, signedIn } from '../support/people.ts'
import { keepScreen, sizes } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** On a phone, far down the plan, one still sees whether one's words are saved and what one may do. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let lin: Page
let shi: Page
let lessonId = ''
const contexts: BrowserContext[] = []

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const enter = async (name: string, isPhone: boolean): Promise<Page> => {
    const phone = isPhone ? { viewport: sizes.phone, isMobile: true, hasTouch: true } : {}
    const { context, page } = await signedIn(browser, studio, school.person(name), phone)
    contexts.push(context)
    return page
  }
  lin = await enter('林若溪', false)
  shi = await enter('石远', true)
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  await shi.goto(`/lessons/${lessonId}/plan`)
  await shi.getByRole('button', { name: '编辑', exact: true }).tap()
  await shi.locator('.ProseMirror').getByText('作业设计').first().click()
  await shi.keyboard.press('End')
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

const badge = (words: string) => shi.getByText(words, { exact: true }).first()

test('the badge stays in sight while one types, whatever it says', async () => {
  await shi.keyboard.type('（手机上写的）')
  await expect(badge('已保存')).toBeInViewport({ ratio: 1 })
  await shi.context().setOffline(true)
  await shi.keyboard.type('（断网）')
  await expect(badge('仅在本机')).toBeInViewport({ ratio: 1 })
  await keepScreen(shi, 'phone-badge', ['phone'])
  await shi.context().setOffline(false)
  await expect(badge('已保存')).toBeInViewport({ ratio: 1 })
})

test('a role that changes is told where one is reading', async () => {
  const { me } = await (await shi.request.get('/api/session')).json()
  const seat = `/api/lessons/${lessonId}/members/${me.userId}`
  expect((await lin.request.put(seat, { data: { role: 'viewer' } })).ok()).toBe(true)
  await expect(shi.getByText('你的角色变了，现在只能看，不能改。')).toBeInViewport({ ratio: 1 })
  await expect(shi.getByRole('button', { name: '知道了' })).toBeInViewport({ ratio: 1 })
})
