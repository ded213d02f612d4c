import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import type { PlanId, UserId } from '#shared/ids.ts'
import { sendLeftBehind, showPlan } from './sendLeftBehind.ts'
import { planInBrowser, textWith } from './testing.ts'

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
