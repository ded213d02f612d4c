import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { testApp } from '#server/testing/testApp.ts'

/** Some programs offer HTTP/2 with every request: whoever does not want it is to answer as ever. */
test('what offers another protocol than WebSocket is answered like any other request', async () => {
  const app = await testApp()
  onTestFinished(() => app.close())
  const asked = get(`${app.origin}/api/health`, {
    headers: {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
    },
  })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(200)
})
