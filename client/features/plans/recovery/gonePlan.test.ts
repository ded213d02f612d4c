import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { planInBrowser, textWith } from './testing.ts'

const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)

const write = (page: ReturnType<typeof planInBrowser>, words: string): void => {
  const text = textWith(page.doc(), '先写后说')
  text.insert(text.length, words)
}

/** Left while it had no line; the next page of the same browser is refused at the door. */
const goneFor = async (words: string) => {
  const page = planInBrowser()
  await until(() => page.lines().length === 1)
  page.greets()
  page.lines().at(-1)?.ends(1006)
  write(page, words)
  await until(() => page.shown().open.save.getSnapshot() === 'local')
  page.kept.dispose()
  const { server, userId } = page
  const again = async () => {
    const next = planInBrowser({ server, userId })
    await until(() => next.lines().length === 1)
    return next
  }
  const refused = async () => {
    const next = await again()
    next.lines().at(-1)?.opens()
    next.lines().at(-1)?.ends(4404)
    await until(() => next.shown().isOver)
    return next
  }
  return { server, again, refused }
}

test('[DR34] what one had not handed in of a lesson that is gone is in the tray, and only one’s own', async () => {
  const { refused } = await goneFor('（没交上去的）')
  const page = await refused()
  expect(page.found()).toMatchObject([{ text: '（没交上去的）', cause: 'NotFound' }])
  page.kept.dispose()
})

test('[DR34] found again it is the same, since the same time', async () => {
  const { refused } = await goneFor('（没交上去的）')
  const first = await refused()
  const before = first.found()
  first.kept.dispose()
  const second = await refused()
  await until(() => second.found().length === 1)
  expect(second.found()).toEqual(before)
  second.kept.dispose()
})

test('[DR34] who is let in again hands it in, and finds nothing to put back a second time', async () => {
  const { server, again, refused } = await goneFor('（没交上去的）')
  const page = await refused()
  expect(page.found()).toHaveLength(1)
  page.kept.dispose()
  const back = await again()
  back.greets()
  await until(() => back.shown().open.save.getSnapshot() === 'saved')
  expect(textWith(server.disk, '先写后说').toString()).toContain('（没交上去的）')
  await until(() => back.found().length === 0)
  back.kept.dispose()
})
