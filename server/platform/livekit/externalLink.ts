import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { MediaCredentials, MediaLink } from './MediaLink.ts'
import { statusBoard } from './statusBoard.ts'

const askEveryMs = 10_000

/** A media server somebody else runs: nothing is started, only asked whether it answers. */
export const externalLink = (settings: {
  readonly url: string
  readonly credentials: MediaCredentials
  readonly log: Log
}): MediaLink => {
  const { credentials, log } = settings
  const address = settings.url.replace(/^ws/, 'http').replace(/\/+$/, '')
  const host = new URL(address).host
  const board = statusBoard({ state: 'down', detail: `正在连接 ${host} · connecting` })
  const closing = new AbortController()
  let asking: Promise<void> = Promise.resolve()

  const keepAsking = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const answer = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => null)
      await answer?.body?.cancel()
      if (closing.signal.aborted) return
      if (answer?.ok) board.set('ready', `${host}`)
      else
        board.set(
          'down',
          `连不上音视频服务器 ${host} · the media server at ${host} does not answer`,
        )
      await delay(askEveryMs, undefined, { signal: closing.signal, ref: false }).catch(
        () => undefined,
      )
    }
  }

  return {
    start: () => {
      board.onChange((status) => log.info(status, 'media server'))
      asking = keepAsking()
    },
    address: () => (board.current().state === 'ready' ? address : null),
    credentials: () => credentials,
    status: board.current,
    onStatus: board.onChange,
    close: async () => {
      closing.abort()
      await asking
    },
  }
}
