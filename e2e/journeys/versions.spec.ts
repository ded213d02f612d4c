import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { type School, setUpSchool, signedIn } from '../support/people.ts'
import { expectAccessible, keepScreen, sizes } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'

/** A version is kept, the plan goes on, somebody looks back, goes back, and takes that back. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let school: School
let lin: Page
let shi: Page
let lessonId = ''
const contexts: BrowserContext[] = []

const open = async (page: Page): Promise<void> => {
  await page.goto(`/lessons/${lessonId}/plan`)
  await expect(paper(page)).toContainText('议花生')
}
const paper = (page: Page): Locator => page.locator('.ProseMirror')
const bar = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** Types at the end of the plan's first heading of a section. */
const typeInto = async (page: Page, words: string): Promise<void> => {
  await paper(page).locator('h2').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(words, { delay: 5 })
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  school = await setUpSchool(studio)
  const enter = async (name: string): Promise<Page> => {
    const opened = await signedIn(browser, studio, school.person(name))
    contexts.push(opened.context)
    return opened.page
  }
  lin = await enter('林若溪')
  shi = await enter('石远')
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  lessonId = lessons.find(({ title }: { title: string }) => title.includes('落花生')).lessonId
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('a version is kept under a name, and both see it in the outline’s column', async () => {
  await open(lin)
  await open(shi)
  const list = lin.getByRole('region', { name: '教案的版本' })
  await list.getByRole('button', { name: '存为版本' }).click()
  const dialog = lin.getByRole('dialog', { name: '存为版本' })
  // Whoever presses and types on has named it, and not closed it with the Enter.
  await expect(dialog.getByLabel('版本名')).toBeFocused()
  await dialog.getByRole('button', { name: '存下来' }).click()
  await expect(dialog.getByText('先给这一版起个名字')).toBeVisible()
  await dialog.getByLabel('版本名').fill('研讨稿二')
  await keepScreen(lin, 'version-save', ['desk', 'phone'])
  await dialog.getByRole('button', { name: '存下来' }).click()
  await expect(list.getByRole('button', { name: /研讨稿二/ })).toContainText('林若溪')
  await expect(
    shi.getByRole('region', { name: '教案的版本' }).getByRole('button', { name: /研讨稿二/ }),
  ).toBeVisible()
})

test('under a strip of warning the last button of the versions is still whole', async () => {
  const save = lin.getByRole('button', { name: '存为版本' })
  await lin.context().setOffline(true)
  await expect(lin.getByText(/连不上服务器/)).toBeVisible()
  for (const size of [sizes.desk, { width: 1440, height: 640 }, sizes.screen]) {
    await lin.setViewportSize(size)
    await expect(save, `at ${size.width}×${size.height}`).toBeInViewport({ ratio: 1 })
  }
  await lin.setViewportSize(sizes.desk)
  await lin.context().setOffline(false)
  await expect(lin.getByText('已保存', { exact: true })).toBeVisible()
})

test('the past is shown as it was, says so, and cannot be written in', async () => {
  await typeInto(shi, '槐花两树')
  await expect(paper(lin)).toContainText('槐花两树')
  await keepScreen(lin, 'plan-versions', ['desk', 'tablet', 'phone'])
  await lin
    .getByRole('region', { name: '教案的版本' })
    .getByRole('button', { name: /研讨稿二/ })
    .click()
  await expect(lin.getByText('看的是过去，改不了')).toBeVisible()
  await expect(paper(lin)).not.toContainText('槐花两树')
  await expect(paper(lin)).toContainText('议花生')
  await expect(paper(lin)).toHaveAttribute('contenteditable', 'false')
  const who = lin.getByRole('region', { name: '各人写下并留下的字' })
  await expect(who.getByText(/石远：留下 4 字/)).toBeAttached()
  await keepScreen(lin, 'history', ['desk', 'tablet', 'phone'])
})

test('the timeline shows any moment by keyboard', async () => {
  const scrub = lin.getByRole('slider', { name: '翻到哪一刻' })
  await scrub.focus()
  await lin.keyboard.press('Home')
  await expect(paper(lin)).not.toContainText('槐花两树')
  await lin.keyboard.press('End')
  await expect(paper(lin)).toContainText('槐花两树')
  await lin.setViewportSize(sizes.desk)
  await expectAccessible(lin, 'history at a moment')
})

test('the past is played, walked edit by edit, and wears its writers’ colours', async () => {
  const own = paper(lin).locator('span[style*="--by"]').filter({ hasText: '槐花两树' })
  await expect(own).toHaveCount(1)
  await lin.getByRole('radio', { name: '60×' }).click()
  await lin.getByRole('slider', { name: '翻到哪一刻' }).focus()
  await lin.keyboard.press('Home')
  await expect(paper(lin)).not.toContainText('槐花两树')
  const play = bar(lin, '播放')
  await play.click()
  await expect(paper(lin)).toContainText('槐花两树')
  await expect(play).toBeVisible()
  await lin.getByRole('region', { name: '那一刻的教案' }).focus()
  await lin.keyboard.press('ArrowLeft')
  await expect(paper(lin)).not.toContainText('槐花两树')
  await lin.keyboard.press('ArrowRight')
  await expect(paper(lin)).toContainText('槐花两树')
  await lin.getByRole('radio', { name: '1×' }).click()
  await lin.getByRole('region', { name: '那一刻的教案' }).focus()
  await lin.keyboard.press(' ')
  await expect(bar(lin, '暂停')).toBeVisible()
  await lin.keyboard.press(' ')
  await lin.keyboard.press('End')
})

test('two moments stand side by side, what came and what went marked', async () => {
  await lin.getByRole('slider', { name: '翻到哪一刻' }).focus()
  await lin.keyboard.press('End')
  await lin.getByRole('radio', { name: '与 A 的差别' }).click()
  await lin.getByRole('combobox', { name: '拿哪一版来比' }).selectOption({ label: '研讨稿二' })
  await expect(lin.getByText('改了 1 段，增 0 段，删 0 段')).toBeVisible()
  await expect(lin.locator('ins').filter({ hasText: '槐花两树' }).first()).toBeVisible()
  await keepScreen(lin, 'history-compare', ['desk', 'phone', 'screen'])
  await bar(lin, '把这一刻设为 A').click()
  await expect(lin.getByText('两边说的一样')).toBeVisible()
  await lin.getByRole('radio', { name: '谁写的' }).click()
})

test('when the plan was written stands between the versions, each to be looked at', async () => {
  const list = lin.getByRole('region', { name: '教案的版本' })
  const sitting = list.getByRole('button', { name: /石远，写了 \d+ 字|石远、林若溪，写了/ }).last()
  await sitting.click()
  await expect(sitting).toHaveAttribute('aria-current', 'true')
  await expect(paper(lin)).toContainText('槐花两树')
  await keepScreen(lin, 'history-sitting', ['desk'])
})

test('on a phone the versions are one press away, and what one picks comes into sight', async () => {
  await lin.setViewportSize(sizes.phone)
  const entry = lin
    .getByRole('region', { name: '教案的版本' })
    .getByRole('button', { name: /研讨稿二/ })
  await expect(entry).not.toBeInViewport()
  await bar(lin, '版本').click()
  await expect(entry).toBeInViewport()
  await keepScreen(lin, 'history-list', ['phone'])
  await entry.click()
  await expect(entry).not.toBeInViewport()
  await expect(paper(lin).locator('h1').first()).toBeInViewport()
  await lin.setViewportSize(sizes.desk)
})

test('going back is asked once, reaches everybody, and can be taken back', async () => {
  await lin
    .getByRole('region', { name: '教案的版本' })
    .getByRole('button', { name: /研讨稿二/ })
    .click()
  await bar(lin, '恢复到这一版').click()
  const dialog = lin.getByRole('dialog', { name: '恢复到“研讨稿二”？' })
  await keepScreen(lin, 'version-restore', ['desk', 'phone'])
  await expect(bar(shi, '撤销')).toBeEnabled()
  await dialog.getByRole('button', { name: '恢复', exact: true }).click()
  await expect(lin.getByText('看的是过去，改不了')).toHaveCount(0)
  await expect(paper(lin)).not.toContainText('槐花两树')
  await expect(paper(shi)).not.toContainText('槐花两树')
  await expect(bar(shi, '撤销')).toBeDisabled()
  await typeInto(shi, '再读')
  await expect(paper(lin)).toContainText('再读')
  await lin.getByRole('button', { name: '撤回' }).click()
  await expect(paper(shi)).toContainText('槐花两树')
  await expect(lin.getByRole('button', { name: /恢复到“研讨稿二”之前/ })).toBeVisible()
})

test('whoever only reads the plan looks back and is not asked to change it', async ({
  browser,
}) => {
  const { context, page } = await signedIn(browser, studio, school.person('沈秋'))
  contexts.push(context)
  const { me } = await (await page.request.get('/api/session')).json()
  const seat = `/api/lessons/${lessonId}/members/${me.userId}`
  const answer = await lin.request.put(seat, { data: { role: 'viewer' } })
  expect(answer.ok(), await answer.text()).toBe(true)
  await open(page)
  await page.getByRole('button', { name: /^研讨稿二/ }).click()
  await expect(page.getByText('看的是过去，改不了')).toBeVisible()
  await expect(bar(page, '恢复到这一版')).toHaveCount(0)
  await bar(page, '回到现在').click()
  await expect(page.getByRole('toolbar', { name: '编辑' })).toContainText('只能看，不能改')
  await expect(bar(page, '存为版本')).toHaveCount(0)
})

test('one goes back to a moment nobody had named, and it has a name from then on', async () => {
  const log = /\/api\/plans\/[^/]+\/updates(\?|$)/
  let letLogCome = (): void => undefined
  const logMayCome = new Promise<void>((resolve) => {
    letLogCome = resolve
  })
  await lin.context().route(log, async (route) => {
    await logMayCome
    await route.continue()
  })
  await lin.getByRole('button', { name: '版本', exact: true }).click()
  const scrub = lin.getByRole('slider', { name: '翻到哪一刻' })
  await scrub.focus()
  await lin.keyboard.press('End')
  await expect(paper(lin)).toContainText('槐花两树')
  await expect(bar(lin, '恢复到这一刻')).toHaveCount(0)
  await lin.keyboard.press('Home')
  await lin.getByRole('region', { name: '那一刻的教案' }).focus()
  // Pressed before the log is here: it counts once it is.
  await lin.keyboard.press('ArrowRight')
  await expect(bar(lin, '播放')).toBeDisabled()
  letLogCome()
  await expect(paper(lin)).toContainText('议花生')
  await expect(paper(lin)).not.toContainText('槐花两树')
  await bar(lin, '恢复到这一刻').click()
  const dialog = lin.getByRole('dialog')
  await keepScreen(lin, 'moment-restore', ['desk', 'phone'])
  await dialog.getByRole('button', { name: '恢复', exact: true }).click()
  await expect(paper(shi)).not.toContainText('槐花两树')
  await expect(
    lin
      .getByRole('region', { name: '教案的版本' })
      .getByRole('button', { name: /的样子/ })
      .first(),
  ).toBeVisible()
})
