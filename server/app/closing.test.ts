import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { testApp } from '#server/testing/testApp.ts'

test('[DR17] a page asleep, which answers nothing, holds up no shutdown', async () => {
  const app = await testApp()
  const page = new WebSocket(`${app.origin.replace('http', 'ws')}/ws/feed`)
  await once(page, 'open')
  page.pause()
  const closed = once(page, 'close')
  await app.close()
  page.resume()
  const [code] = await closed
  expect(code).toBe(1012)
})
