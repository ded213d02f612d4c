import { fakeMediaServer } from './fakeMediaServer.ts'
import { describeMediaServer } from './mediaServer.contract.ts'

describeMediaServer(
  'fake',
  async () => {
    const media = fakeMediaServer({ now: () => Date.now() })
    return {
      media,
      join: async (_ticket, { room, userId, deviceId }) => {
        const { promise, resolve } = Promise.withResolvers<void>()
        media.join(room, userId, deviceId, resolve)
        return { ended: promise, leave: () => media.leave(room, userId, deviceId) }
      },
      crashAndRecover: async () => {
        media.set('down', 'crashed')
        media.set('ready')
      },
      close: () => media.close(),
    }
  },
  1000,
)
