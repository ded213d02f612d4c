import type { IncomingMessage, ServerResponse } from 'node:http'
import { personOf, type Route } from '#server/platform/http/route.ts'
import { AppError } from '#shared/errors/appError.ts'

/** A page reads one or two; a browser has six lines to us, and somebody may sit at two of them. */
const MOST_AT_ONCE = 16

/** Once: it was taken whole, or its reader is gone, also while another answer was still before it. */
const whenOver = ({ socket }: IncomingMessage, response: ServerResponse, act: () => void): void => {
  const over = (): void => {
    response.off('close', over)
    socket.off('close', over)
    act()
  }
  response.once('close', over)
  socket.once('close', over)
}

/**
 * An answer about the past can be megabytes, and lies here until it has been taken. Of one person's
 * only so many are under way at once, the rest is `plans/history-busy`: whoever asks and never reads
 * would fill our memory, and hold up everybody who types.
 */
export const fewAtOnce = (routes: readonly Route[]): readonly Route[] => {
  const underWay = new Map<string, number>()
  const note = (userId: string, change: number): void => {
    const count = (underWay.get(userId) ?? 0) + change
    if (count > 0) underWay.set(userId, count)
    else underWay.delete(userId)
  }
  return routes.map((route) => ({
    ...route,
    run: async (request, response, facts) => {
      const { userId } = personOf(facts.actor)
      if (request.socket.destroyed) return
      if ((underWay.get(userId) ?? 0) >= MOST_AT_ONCE) throw new AppError('plans/history-busy')
      note(userId, 1)
      whenOver(request, response, () => note(userId, -1))
      await route.run(request, response, facts)
    },
  }))
}
