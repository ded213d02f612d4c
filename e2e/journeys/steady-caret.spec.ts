import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { inputMethod } from '../support/inputMethod.ts'
import { setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** 石远 has put his caret somewhere; whatever 林若溪 does meanwhile, it is there that he writes. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let lin: Page
let shi: Page
let lessonId = ''
const contexts: BrowserContext[] = []

const { paper, open, caretAfter, caretIn, words } = planPage
const line = (page: Page, words: string) => paper(page).getByText(words).first()

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const atDesk = async (name: string): Promise<Page> => {
    const { context, page } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    const { lessons } = await (await page.request.get('/api/lessons')).json()
    ;({ lessonId } = lessons.find(({ title }: { title: string }) => title.includes('落花生')))
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

test('a click, and a caret key after it, count while a colleague writes as fast as can be', async () => {
  const lines = ['回到目标', '对照开头的三条目标', '收齐学习单', '联系身边的人说话', '读写结合']
  let isOver = false
  const write = async () => {
    await caretAfter(lin, '板书设计')
    // As fast as no hand is; faster, a slow computer would draw letters only and hear no click.
    while (!isOver) await lin.keyboard.type('写写写写写', { delay: 15 })
  }
  const writing = write()
  for (const round of ['甲', '乙', '丙', '丁'])
    for (const words of lines) {
      await line(shi, words).click({ timeout: 60_000 })
      await shi.keyboard.press('Home')
      await shi.keyboard.type(round)
    }
  isOver = true
  await writing
  for (const words of lines)
    await expect(line(shi, words)).toHaveText(new RegExp(`^丁丙乙甲${words}`))
})

test('a title and a teacher that change leave the caret in the paper, and what can be undone', async () => {
  await caretAfter(shi, '作业设计')
  await shi.keyboard.type('甲乙')
  const answer = await lin.request.patch(`/api/lessons/${lessonId}`, {
    data: { title: '落花生（第二次试教）', far: null },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  await expect(paper(shi)).toHaveAccessibleName(/第二次试教/)
  await shi.keyboard.type('丙')
  await expect(paper(shi)).toContainText('作业设计甲乙丙')
  await expect(paper(shi).locator('[data-row=assist]').first()).not.toContainText('石远')
  // What was typed before the change is a stretch of its own.
  await shi.keyboard.press('Control+z')
  await shi.keyboard.press('Control+z')
  await expect(paper(lin)).not.toContainText('作业设计甲')
})

const expectWords = async (wanted: string): Promise<void> => {
  for (const page of [shi, lin]) await expect.poll(() => words(page)).toContain(wanted)
}

test('what a colleague writes or deletes right before letters being composed leaves no pinyin', async () => {
  const { compose, choose } = await inputMethod(shi)
  const text = '重点：读懂父亲的话，体会对比的作用，初步领会借物喻人。'
  await caretAfter(shi, text)
  await compose('h')
  await compose('hua')
  await expectWords(`${text}hua\n`)
  await caretIn(lin, text, text.length)
  await lin.keyboard.type('甲乙')
  await expectWords(`${text}甲乙hua\n`)
  await compose('huas')
  await expectWords(`${text}甲乙huas\n`)
  for (let letter = 0; letter < 3; letter += 1) await lin.keyboard.press('Backspace')
  await expectWords(`${text.slice(0, -1)}huas\n`)
  await compose('huasheng')
  await choose('花生')
  await shi.keyboard.type('好')
  await expectWords(`${text.slice(0, -1)}花生好\n`)
})

test('letters composed over a selection take its place, also where a colleague’s caret stands at its start', async () => {
  const { compose, choose } = await inputMethod(shi)
  await caretIn(lin, '主讲：课件', 3)
  await expect(paper(shi).locator('p').filter({ hasText: '林若溪' })).toContainText('主讲')
  await caretIn(shi, '主讲：', 3)
  for (let letter = 0; letter < 2; letter += 1) await shi.keyboard.press('Shift+ArrowRight')
  await compose('h')
  await compose('huan')
  await choose('幻灯')
  await expectWords('\n主讲：幻灯 12 页，学习单（两班同一份，已发石远打印）。\n')
})

test('what two write at once into an empty line or cell, right after a click, stands there once', async () => {
  const below = (page: Page) => line(page, '教学反思').locator('xpath=following-sibling::p[1]')
  const cell = (page: Page, at: number) =>
    paper(page).locator('table').last().locator('th, td').nth(at)
  // Signs that are not in the plan and on no key: Chromium inserts them as a panel of signs does.
  const signs = Array.from({ length: 36 }, (_, index) => String.fromCharCode(0x2460 + index)).join(
    '',
  )
  const turns = Array.from({ length: 6 }, (_, turn) => signs.slice(turn * 6, turn * 6 + 6))
  const write = async (both: string, place: (page: Page) => ReturnType<typeof line>) => {
    await expect(place(shi)).toContainText('林若溪')
    await place(shi).click()
    await Promise.all([
      lin.keyboard.type(both.slice(0, 3), { delay: 20 }),
      shi.keyboard.type(both.slice(3), { delay: 20 }),
    ])
  }
  for (const both of turns.slice(0, 3)) {
    await caretAfter(lin, '教学反思')
    await lin.keyboard.press('Enter')
    await write(both, below)
  }
  await caretAfter(lin, '教学反思')
  await lin.keyboard.press('Enter')
  await lin.getByRole('button', { name: '插入表格' }).click()
  for (const [at, both] of turns.slice(3).entries()) {
    await cell(lin, at).click()
    await write(both, (page) => cell(page, at))
  }
  const here = async (page: Page) =>
    [...(await paper(page).innerText())]
      .filter((sign) => signs.includes(sign))
      .sort()
      .join('')
  for (const page of [lin, shi]) await expect.poll(() => here(page)).toBe(signs)
})
