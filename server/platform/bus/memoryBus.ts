import type { Log } from '../log.ts'
import type { Bus } from './Bus.ts'
import { createListeners } from './listeners.ts'

/** The bus of a single process: heard before `publish` returns, and then over. */
export const memoryBus = (log: Pick<Log, 'error'>): Bus => {
  const listeners = createListeners(log)
  const publish: Bus['publish'] = (channel, message) =>
    listeners.tell(channel, JSON.stringify(message))
  return {
    // Through JSON like every other bus: nobody hears what another process could not.
    publish,
    insist: publish,
    subscribe: listeners.add,
    isConnected: () => true,
    close: async () => listeners.clear(),
  }
}
