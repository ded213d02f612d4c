import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { setUpSchool, signedIn } from '../support/people.ts'
import { planPage } from '../support/planPage.ts'
import { keepScreen, sizes } from '../support/screens.ts'
import { type Studio, startStudio } from '../support/startStudio.ts'
import { type StockWriter, stockWriter } from '../support/stockWriter.ts'
import { until } from '../support/until.ts'

/** Other programs are in a plan with two teachers' pages, and say there what no page of ours says. */
test.describe.configure({ mode: 'serial' })

let studio: Studio
let lin: Page
let shi: Page
let he: Page
let [lessonId, planId] = ['', '']
const contexts: BrowserContext[] = []
const others: StockWriter[] = []

const { paper, open, typeAfter } = planPage

type FailingPaper = { readonly view: { updateState(): void } }

/** A stock client with this page's session. */
const programOf = async (page: Page): Promise<StockWriter> => {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const program = stockWriter({ origin: studio.url, name: `plan:${planId}`, cookie, mark: '' })
  others.push(program)
  await until('it has the plan', () => program.provider.synced)
  return program
}

test.beforeAll(async ({ browser }) => {
  studio = await startStudio({ LIVEKIT_OFF: '1' })
  const school = await setUpSchool(studio)
  const pages: Page[] = []
  for (const name of ['林若溪', '石远', '贺明']) {
    const { context, page } = await signedIn(browser, studio, school.person(name))
    contexts.push(context)
    pages.push(page)
  }
  ;[lin, shi, he] = pages as [Page, Page, Page]
  const { lessons } = await (await lin.request.get('/api/lessons')).json()
  ;({ lessonId } = lessons.find(({ title }: { title: string }) => title.includes('落花生')))
  ;({ planId } = await (await lin.request.get(`/api/lessons/${lessonId}`)).json())
  const { userId } = (await (await he.request.get('/api/session')).json()).me
  const role = { data: { role: 'commenter' } }
  await lin.request.put(`/api/lessons/${lessonId}/members/${userId}`, role)
  await open(lin, lessonId)
  await open(shi, lessonId)
})
test.afterAll(async () => {
  for (const program of others) program.leave()
  for (const context of contexts) await context.close()
  await studio.stop()
})

test('whatever somebody who may only read says of their caret, teachers see each other’s words', async () => {
  const { provider } = await programOf(he)
  provider.awareness.setLocalState({ cursor: {} })
  await typeAfter(shi, '板书设计', '石远写的')
  await expect(paper(lin)).toContainText('板书设计石远写的')
  await typeAfter(lin, '作业设计', '林若溪写的')
  await expect(paper(shi)).toContainText('作业设计林若溪写的')
  await expect(paper(shi)).toContainText('板书设计石远写的')
  await expect(paper(lin)).toContainText('板书设计石远写的')
})

test('what no page of ours would write is shown, and stays while teachers write on', async () => {
  const { doc } = await programOf(lin)
  const body = doc.getXmlFragment(PLAN_BODY)
  const [quote, line] = [new Y.XmlElement('quote'), new Y.XmlElement('paragraph')]
  const [words, table] = [new Y.XmlText('别家的斜体'), new Y.XmlElement('table')]
  quote.insert(0, [new Y.XmlText('别家的引文')])
  line.insert(0, [words])
  const rowOf = (cells: number) => {
    const row = new Y.XmlElement('tableRow')
    row.insert(
      0,
      Array.from({ length: cells }, () => new Y.XmlElement('tableCell')),
    )
    return row
  }
  table.insert(0, [rowOf(3), rowOf(1)])
  body.push([quote, line, table])
  words.format(0, 2, { italic: {} })
  const isThere = () => body.toArray().slice(-3).join('')
  const before = isThere()
  for (const page of [lin, shi]) {
    await expect(paper(page)).toContainText('别家的引文')
    await expect(paper(page)).toContainText('别家的斜体')
  }
  await typeAfter(shi, '板书设计', '又')
  await until('the words are there', () => body.toString().includes('石远写的又'))
  await lin.reload()
  await expect(paper(lin)).toContainText('别家的引文')
  await typeAfter(lin, '作业设计', '还')
  await until('the words are there', () => body.toString().includes('林若溪写的还'))
  expect(isThere()).toBe(before)
})

test('a page whose paper fails takes back nothing of others’, says so, and goes on when it is loaded anew', async () => {
  const { doc } = await programOf(shi)
  await lin.evaluate(() => {
    const { editor } = document.querySelector('.ProseMirror') as unknown as { editor: FailingPaper }
    editor.view.updateState = () => {
      throw new Error('cannot be drawn')
    }
  })
  await typeAfter(shi, '板书设计', '再写')
  const stopped = lin.getByRole('status').filter({ hasText: '已停止编辑' })
  await expect(stopped).toBeVisible()
  await expect(paper(lin)).toHaveAttribute('contenteditable', 'false')
  await keepScreen(lin, 'paper-stopped', ['desk', 'phone'])
  await lin.setViewportSize(sizes.phone)
  await expect(lin.getByRole('button', { name: '编辑', exact: true })).toBeHidden()
  await lin.setViewportSize(sizes.desk)
  // Carets and keys, at which a paper that has not stopped says what it believes.
  await typeAfter(shi, '作业设计', '也写')
  await lin.keyboard.type('无处可写')
  await until('all of it is there', () =>
    /再写.*也写/s.test(doc.getXmlFragment(PLAN_BODY).toString()),
  )
  await stopped.getByRole('button', { name: '重新载入' }).click()
  await expect(paper(lin)).toContainText('再写')
  await typeAfter(lin, '作业设计', '接着')
  await expect(paper(shi)).toContainText('也写接着')
})
