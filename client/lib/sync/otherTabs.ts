import { channelOf } from './channelOf.ts'

/**
 * The tabs of one browser in which the same copy is open tell one another that they have stored what
 * they cannot send: one that has a line sends it. `onWaiting` is called in all but the one that says so.
 */
export const otherTabs = (name: string, onWaiting: () => void) => {
  const channel = channelOf(`${name}/waiting`)
  channel?.addEventListener('message', onWaiting)
  return {
    tellWaiting: (): void => channel?.postMessage('waiting'),
    end: (): void => channel?.close(),
  }
}
