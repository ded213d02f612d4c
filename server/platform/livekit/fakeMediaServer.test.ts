import { fakeMediaServer } from './fakeMediaServer.ts'
import { describeMediaServer } from './mediaServer.contract.ts'

describeMediaServer(
  'fake',
  async () => {
    const media = fakeMediaServer({ now: () => Date.now() })
    return {
      media,
      join: async (_ticket, { room, userId, deviceId }) => {
        const ended = new Promise<void>((resolve) => media.join(room, userId, deviceId, resolve))
        return { ended, leave: () => media.leave(room, userId, deviceId) }
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
