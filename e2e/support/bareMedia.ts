import { once } from 'node:events'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Studio } from './startStudio.ts'

/**
 * A media connection without any page behind it: a ticket of this person's own, used by a bare
 * socket that obeys nobody. Only the server can end it; `ended` settles then.
 */
export const openBareMedia = async (
  person: Page,
  where: { readonly studio: Studio; readonly classroomUrl: string },
): Promise<{ readonly ended: Promise<unknown> }> => {
  const answer = await person.request.post(`/api${where.classroomUrl}/join`, {
    data: { deviceId: 'bare_device_0001', surface: 'observe', publishes: false },
  })
  const { ticket } = await answer.json()
  const address = `${where.studio.url.replace('http', 'ws')}/rtc`
  const socket = new WebSocket(
    `${address}?access_token=${ticket.token}&protocol=16&auto_subscribe=1&sdk=js&version=2.23.0`,
  )
  socket.on('error', () => undefined)
  await once(socket, 'message')
  return { ended: once(socket, 'close') }
}
