import { cp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { browserStorage } from '../support/browserStorage.ts'
import { noteStoredRows } from '../support/noteStoredRows.ts'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { expectAccessible, keepScreen } from '../support/screens.ts'
import { serverText } from '../support/serverText.ts'
import { mountSmallDisk } from '../support/smallDisk.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** Whatever happens to line, server and disks: badge, screen and disk agree, and nothing typed is lost. */
test.describe.configure({ mode: 'serial' })

type Desk = { readonly context: BrowserContext; readonly page: Page }

let studio: Studio
let school: School
let lin: Desk
let shi: Desk
let lessonId = ''
let planId = ''
const contexts: BrowserContext[] = []

const { paper, badge, strip, caretAfter, typeAfter } = planPage

const atDesk = async (browser: Browser, name: string, on: Studio = studio): Promise<Desk> => {
  const desk = await signedIn(browser, on, school.person(name))
  contexts.push(desk.context)
  return desk
}

const openPlan = (page: Page, id = lessonId): Promise<void> => planPage.open(page, id)

/** The badge says saved, the paper shows it, and a fresh client gets it: all three, once. */
const expectSaved = async (page: Page, words: string, on: Studio = studio): Promise<void> => {
  await expect(badge(page, '已保存')).toBeVisible({ timeout: 40_000 })
  await expect(paper(page)).toContainText(words)
  const onDisk = await serverText(page, on, planId)
  expect(onDisk.split(words), `on the disk, once: ${words}`).toHaveLength(2)
  const shown = (await paper(page).innerText()).replaceAll('\n', '')
  expect(shown.split(words), `on the screen, once: ${words}`).toHaveLength(2)
}

const setRole = async (name: string, role: string): Promise<void> => {
  const person = name === '石远' ? shi : lin
  const { userId } = (await (await person.page.request.get('/api/session')).json()).me
  const answer = await lin.page.request.put(`/api/lessons/${lessonId}/members/${userId}`, {
    data: { role },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

const lessonOf = async (page: Page): Promise<{ lessonId: string; planId: string }> => {
  const { lessons } = await (await page.request.get('/api/lessons')).json()
  const id = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
  return (await page.request.get(`/api/lessons/${id}`)).json()
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  lin = await atDesk(browser, '林若溪')
  shi = await atDesk(browser, '石远')
  ;({ lessonId, planId } = await lessonOf(lin.page))
  await openPlan(lin.page)
  await openPlan(shi.page)
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('the network is pulled: typing goes on, the strip tells what happens next, then it is all there', async () => {
  const { page, context } = lin
  const rows = await noteStoredRows(page)
  await context.setOffline(true)
  await expect(strip(page, '连不上服务器')).toBeVisible()
  await typeAfter(page, '板书设计', '（拔线时写的）')
  await expect(badge(page, '仅在本机')).toBeVisible()
  await expect(strip(page, /7 个字还只在这台电脑上，连上后自动补交/)).toBeVisible()
  expect(await serverText(shi.page, studio, planId)).not.toContain('拔线时写的')
  // Letters, and never the whole plan: that would be megabytes for a paragraph.
  expect((await rows()).length).toBeGreaterThanOrEqual(7)
  expect(Math.max(...(await rows()))).toBeLessThan(500)
  await keepScreen(page, 'room-offline', ['desk', 'phone'])
  await context.setOffline(false)
  await expectSaved(page, '（拔线时写的）')
  await expect(strip(page, '连不上服务器')).toHaveCount(0)
  await expect(paper(shi.page)).toContainText('（拔线时写的）')
})

test('the server is killed mid-sentence: not one false 已保存, and after its return everything once', async () => {
  const { page } = lin
  const words = '（服务器断电时一个字一个字写下去的这一句）'
  const typing = typeAfter(page, '作业设计', words, 60)
  await expect(paper(page)).toContainText('（服务器断')
  await studio.kill()
  await expect(badge(page, '仅在本机')).toBeVisible()
  await typing
  await expect(badge(page, '仅在本机')).toBeVisible()
  await expect(paper(page)).toContainText(words)
  await studio.restart()
  await expectSaved(page, words)
  await expect(paper(shi.page)).toContainText(words)
})

test('two tabs of one person: both write, nothing doubles, others see one person', async () => {
  const tab = await lin.context.newPage()
  await openPlan(tab)
  await typeAfter(tab, '板书设计', '（第二个标签页）')
  await typeAfter(lin.page, '作业设计', '（第一个标签页）')
  for (const page of [tab, lin.page]) {
    await expectSaved(page, '（第二个标签页）')
    await expectSaved(page, '（第一个标签页）')
  }
  const faces = (page: Page) => page.getByRole('toolbar').locator('[title]:has(> .sr)')
  await expect(faces(shi.page)).toHaveCount(1)
  await expect(faces(lin.page)).toHaveCount(1)
  await tab.close()
})

test('the session ends in mid-sentence: typing goes on, nothing lies readable, and signed in again it is sent', async () => {
  const { page, context } = lin
  await context.setOffline(true)
  await caretAfter(page, '板书设计')
  const words = '没送到就过期'
  // In one go, so that it lies in the storage in one piece and can be looked for.
  await page.keyboard.insertText(`（${words}）`)
  await expect(badge(page, '仅在本机')).toBeVisible()
  expect(await browserStorage(page)).toContain(words)
  await context.setOffline(false)
  await page.request.delete('/api/session')
  await expect(strip(page, '登录过期了')).toBeVisible({ timeout: 40_000 })
  await typeAfter(page, '作业设计', '（过期以后写的）')
  await expect(badge(page, '仅在本机')).toBeVisible()
  await expect.poll(() => browserStorage(page)).not.toContain(words)
  await keepScreen(page, 'room-session-ended', ['desk', 'phone'])
  await page.getByRole('button', { name: '再试一次' }).click()
  await expect(page.getByText('还没有登录')).toBeVisible()
  const { login, password } = school.person('林若溪')
  await page.request.post('/api/session', { data: { login, password } })
  await page.getByRole('button', { name: '再试一次' }).click()
  await expectSaved(page, '（没送到就过期）')
  await expectSaved(page, '（过期以后写的）')
})

test('what fell into a step somebody deleted waits in the tray, and goes back in one press', async () => {
  const { page, context } = lin
  await context.setOffline(true)
  await expect(strip(page, '连不上服务器')).toBeVisible()
  await typeAfter(page, '学习单分两栏', '蓝牌换成便签，拍照更清楚。')
  await expect(badge(page, '仅在本机')).toBeVisible()
  const step = paper(shi.page).locator('section').filter({ hasText: '学习单分两栏' })
  await step.getByRole('button', { name: '环节操作' }).click()
  await shi.page.getByRole('menuitem', { name: '删除环节' }).click()
  await expect(badge(shi.page, '已保存')).toBeVisible()
  await context.setOffline(false)
  await expect(badge(page, '已保存')).toBeVisible({ timeout: 40_000 })
  await expect(paper(page)).not.toContainText('蓝牌换成便签')
  await page.getByRole('button', { name: '找回 1' }).click()
  const tray = page.getByRole('dialog')
  await expect(tray).toHaveAccessibleName('找回 1 处')
  await expect(tray.getByText('蓝牌换成便签，拍照更清楚。')).toBeVisible()
  await expect(tray.getByText(/写在：.*比.* · .*石远删除了所在的环节/)).toBeVisible()
  await keepScreen(page, 'room-tray', ['desk', 'phone'])
  // By keyboard: discard, take it back, put it back.
  await tray.getByRole('button', { name: /^丢弃/ }).press('Enter')
  await expect(tray.getByText('已丢弃')).toBeVisible()
  await page.keyboard.press('Enter')
  await tray.getByRole('button', { name: /^放回整个环节/ }).press('Enter')
  await expect(tray.getByText('已放回')).toBeVisible()
  await keepScreen(page, 'room-tray-placed', ['desk'])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^找回/ })).toHaveCount(0)
  await expectSaved(page, '蓝牌换成便签，拍照更清楚。')
  await expect(paper(shi.page)).toContainText('蓝牌换成便签，拍照更清楚。')
})

test('demoted mid-word: reading goes on, what was not accepted is in the tray over a reload', async () => {
  const { page } = shi
  await paper(page).getByText('板书设计').first().click()
  await page.keyboard.press('End')
  const words = '正写到一半的时候角色变了后面的字还在往下打'
  const typing = page.keyboard.type(words, { delay: 80 })
  await expect(paper(page)).toContainText('正写到一半')
  await setRole('石远', 'viewer')
  await typing
  await expect(paper(page)).toHaveAttribute('contenteditable', 'false')
  await expect(strip(page, '现在只能看')).toBeVisible()
  const onDisk = await serverText(lin.page, studio, planId)
  const kept = words.split('').filter((_, i) => onDisk.includes(words.slice(0, i + 1))).length
  await expect
    .poll(async () => (await paper(page).innerText()).includes(words.slice(0, kept + 1)))
    .toBe(false)
  await keepScreen(page, 'room-demoted', ['desk', 'phone'])

  // Offline while it happens: nothing could be accepted, everything is in the tray.
  await setRole('石远', 'assist')
  await openPlan(page)
  await shi.context.setOffline(true)
  await expect(strip(page, '连不上服务器')).toBeVisible()
  await typeAfter(page, '作业设计', '降级前离线写的')
  await expect(badge(page, '仅在本机')).toBeVisible()
  await setRole('石远', 'viewer')
  await shi.context.setOffline(false)
  await expect(strip(page, '现在只能看')).toBeVisible({ timeout: 40_000 })
  await expect(paper(page)).not.toContainText('降级前离线写的')
  expect(await serverText(lin.page, studio, planId)).not.toContain('降级前离线写的')
  await page.reload()
  await page.getByRole('button', { name: /^找回/ }).click()
  await expect(page.getByRole('dialog').getByText('降级前离线写的')).toBeVisible()
  await expect(page.getByRole('button', { name: /^放回原处/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await setRole('石远', 'assist')
})

test('a backup is restored: the page’s newer copy is not merged, its words are offered', async () => {
  const { page } = lin
  const backup = `${studio.dataDir}-backup`
  await studio.kill()
  await cp(studio.dataDir, backup, { recursive: true })
  await studio.restart()
  await expect(badge(page, '已保存')).toBeVisible({ timeout: 40_000 })
  await typeAfter(page, '板书设计', '（备份以后写的）')
  await expectSaved(page, '（备份以后写的）')
  await studio.kill()
  await rm(studio.dataDir, { recursive: true })
  await cp(backup, studio.dataDir, { recursive: true })
  await rm(backup, { recursive: true })
  // Restoring gives the documents another past.
  const db = new DatabaseSync(`${studio.dataDir}/documents.sqlite`)
  db.exec(`UPDATE doc_meta SET epoch = epoch || '-restored'`)
  db.close()
  await studio.restart()
  await expect(strip(page, '恢复成了另一个样子')).toBeVisible({ timeout: 40_000 })
  await expect(paper(page)).not.toContainText('（备份以后写的）')
  expect(await serverText(page, studio, planId)).not.toContain('（备份以后写的）')
  await page.getByRole('button', { name: '打开找回' }).click()
  await expect(page.getByRole('blockquote').filter({ hasText: '备份以后写的' })).toBeVisible()
  await keepScreen(page, 'room-restored', ['desk'])
  await page.keyboard.press('Escape')
})

test('a page older than the document: reading only, and a button that reloads', async () => {
  const page = await lin.context.newPage()
  await page.routeWebSocket(/\/ws\/docs\/plan/, (socket) => {
    void socket.close({ code: 4409, reason: 'OutOfDate' })
  })
  await page.goto(`/lessons/${lessonId}/plan`)
  await expect(strip(page, '研课出了新版本')).toBeVisible()
  await expect(paper(page)).toContainText('教学过程')
  await expect(paper(page)).toHaveAttribute('contenteditable', 'false')
  await keepScreen(page, 'room-old-page', ['desk', 'phone'])
  await page.unrouteAll()
  await page.getByRole('button', { name: '重新载入' }).click()
  await page.close()
})

test('the disk is full: told in words, typing goes on, and when there is room it is saved', async ({
  browser,
}) => {
  test.skip(process.getuid?.() !== 0, 'a file system of its own can be mounted by root only')
  const disk = mountSmallDisk(160)
  const before = { studio, school, lessonId, planId }
  const full = await startStudio({ LIVEKIT_OFF: '1' }, `${disk.folder}/data`)
  try {
    school = await setUpSchool(full)
    const { page } = await atDesk(browser, '林若溪', full)
    ;({ lessonId, planId } = await lessonOf(page))
    await openPlan(page)
    disk.fill()
    await typeAfter(page, '板书设计', '（硬盘满了还在写）')
    // More than fits into the file's last block, which the full disk has given already.
    await page.keyboard.insertText('满'.repeat(3000))
    await expect(strip(page, '服务器存不进去')).toBeVisible({ timeout: 60_000 })
    await expect(badge(page, '仅在本机')).toBeVisible()
    await expect(paper(page)).toContainText('（硬盘满了还在写）')
    await typeAfter(page, '作业设计', '（接着写）')
    await expect(badge(page, '已保存')).toHaveCount(0)
    await keepScreen(page, 'room-disk-full', ['desk', 'phone'])
    disk.free()
    await expectSaved(page, '（硬盘满了还在写）', full)
    await expectSaved(page, '（接着写）', full)
    await expect(strip(page, '服务器存不进去')).toHaveCount(0)
  } finally {
    ;({ studio, school, lessonId, planId } = before)
    await full.stop()
    disk.unmount()
  }
})

test('in English the strip and the tray say the same', async () => {
  const { page } = lin
  await page.evaluate(() => localStorage.setItem('yanke.language', 'en'))
  await page.reload()
  await page.getByRole('button', { name: /^Recovered/ }).click()
  await expect(
    page
      .getByRole('dialog')
      .getByText(/Written in/)
      .first(),
  ).toBeVisible()
  await keepScreen(page, 'room-tray-en', ['desk', 'phone'])
  await expectAccessible(page, 'tray in English')
})

test('after signing out on a shared computer no word of the plan is left in the browser', async () => {
  const { page } = lin
  const kept = () => browserStorage(page)
  await page.keyboard.press('Escape')
  expect(await kept()).toContain('备份以后写的')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  const left = await kept()
  for (const words of ['备份以后写的', '落花生', '教学过程']) expect(left).not.toContain(words)
  // Their owner signs in again, and what waited in the tray is there.
  const { login, password } = school.person('林若溪')
  await page.request.post('/api/session', { data: { login, password } })
  await page.goto(`/lessons/${lessonId}/plan`)
  await page.getByRole('button', { name: /^Recovered/ }).click()
  await expect(page.getByRole('blockquote').filter({ hasText: '备份以后写的' })).toBeVisible()
})
