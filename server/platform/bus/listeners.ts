import type { Log } from '../log.ts'

type Listener = (message: unknown) => void

/** Who of this process listens to which channel. */
export const createListeners = (log: Pick<Log, 'error'>) => {
  const channels = new Map<string, Set<Listener>>()
  return {
    add: (channel: string, listener: Listener): (() => void) => {
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners)
      // One subscription of its own, even of a listener that is there already.
      const own: Listener = (message) => listener(message)
      listeners.add(own)
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && channels.get(channel) === listeners) channels.delete(channel)
      }
    },
    tell: (channel: string, json: string): void => {
      for (const listener of [...(channels.get(channel) ?? [])])
        try {
          listener(JSON.parse(json))
        } catch (err) {
          log.error({ err, channel }, 'a listener of the bus failed')
        }
    },
    clear: (): void => channels.clear(),
  }
}
