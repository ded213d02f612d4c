import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import type { PlanId, UserId } from '#shared/ids.ts'
import { sendLeftBehind, showPlan } from './sendLeftBehind.ts'
import { planInBrowser, textWith } from './testing.ts'

afterEach(() => vi.restoreAllMocks())
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5000)
/** A page that was left while it had no line: its last words are in this browser alone. */
const leftBehind = async (words: string) => {
  const page = planInBrowser()
  await until(() => page.lines().length === 1)
  page.greets()
  page.lines().at(-1)?.ends(1006)
  const text = textWith(page.doc(), '先写后说')
  text.insert(text.length, words)
  await until(() => page.shown().open.save.getSnapshot() === 'local')
  page.kept.dispose()
  return page
}

/** As the tab does it that shows another page by then. */
const send = ({ server, userId }: Awaited<ReturnType<typeof leftBehind>>) =>
  sendLeftBehind(userId as UserId, {
    url: 'ws://studio/ws/docs',
    WebSocketClass: server.WebSocketClass,
  })

test('[DR34] what a page that was left has not sent goes out though nobody opens its plan, and nobody is seen in it', async () => {
  const page = await leftBehind('（没送到的）')
  const before = page.server.sockets.length
  await send(page)
  await until(() => page.server.sockets.length === before + 2)
  const lines = page.server.sockets.slice(before)
  for (const line of lines) {
    line.opens()
    line.asks()
    line.takesAll()
    line.acknowledges()
  }
  expect(textWith(page.server.disk, '先写后说').toString()).toContain('（没送到的）')
  expect(lines.flatMap(({ presence }) => presence)).toEqual([])
  await until(() => lines.every(({ readyState }) => readyState === 3))
  // Once: there is nothing left.
  await send(page)
  expect(page.server.sockets).toHaveLength(before + 2)
})

test('[DR34] it is left to the page, as soon as the plan is shown again', async () => {
  const page = await leftBehind('（接着写）')
  const before = page.server.sockets.length
  await send(page)
  await until(() => page.server.sockets.length === before + 2)
  const show = () => showPlan('plan0001' as PlanId, page.userId as UserId)
  const areClosed = () => page.server.sockets.slice(before).every((line) => line.readyState === 3)
  const leave = show()
  await until(areClosed)
  // Where tabs have no locks to tell one another, this one still knows what it shows itself.
  await send(page)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(page.server.sockets).toHaveLength(before + 2)
  leave()
  await send(page)
  await until(() => page.server.sockets.length === before + 4)
  show()()
  await until(areClosed)
})

/** The lines of what is being sent, in the order plan and comments. */
const linesOf = async ({ server }: Awaited<ReturnType<typeof leftBehind>>, before: number) => {
  await until(() => server.sockets.length === before + 2)
  const [plan, comments] = ['/plan:', '/comments:'].map((kind) =>
    server.sockets.slice(before).find(({ url }) => url.includes(kind)),
  )
  if (!plan || !comments) throw new Error('not both are being sent')
  return { plan, comments }
}
const areClosed = ({ server }: Awaited<ReturnType<typeof leftBehind>>, before: number): boolean =>
  server.sockets.slice(before).every(({ readyState }) => readyState === 3)
const greets = (line: Awaited<ReturnType<typeof linesOf>>['plan']): void => {
  line.opens()
  line.asks()
  line.takesAll()
  line.acknowledges()
}

test('[DR35] where one of the two is refused and not given anew either, no line stays', async () => {
  const page = await leftBehind('（没被接受的）')
  const before = page.server.sockets.length
  await send(page)
  const { plan, comments } = await linesOf(page, before)
  greets(comments)
  plan.opens()
  plan.ends(4422)
  await until(() => page.server.sockets.length === before + 3)
  page.server.last().opens()
  page.server.last().ends(4404)
  await until(() => areClosed(page, before))
})

test('[DR34] what is refused while nobody sees it stays in the copy, where there is no room for it elsewhere', async () => {
  const page = await leftBehind('（没处放的）')
  const openDatabase = IDBFactory.prototype.open
  const refusing = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (
    this: IDBFactory,
    ...asked
  ) {
    if (asked[0].endsWith('/tray')) throw new DOMException('no room', 'QuotaExceededError')
    return openDatabase.apply(this, asked)
  })
  const before = page.server.sockets.length
  await send(page)
  const { plan, comments } = await linesOf(page, before)
  greets(comments)
  plan.opens()
  plan.asks()
  plan.ends(4403)
  await until(() => areClosed(page, before))
  refusing.mockRestore()

  const later = planInBrowser({ userId: page.userId, server: page.server })
  await until(() => later.lines().length === 1)
  expect(textWith(later.doc(), '先写后说').toString()).toContain('（没处放的）')
  later.kept.dispose()
})
