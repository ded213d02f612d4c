import * as Y from 'yjs'
import type { Endpoint } from './Conn.ts'
import { ThinClient } from './ThinClient.ts'
import { sleep, until } from './time.ts'
import { TYPIST } from './trace.ts'

/** The typist's clock after an update; 0 when it has nothing of theirs. */
export const typistClock = (update: Uint8Array): number =>
  Y.parseUpdateMeta(update).to.get(TYPIST) ?? 0

type Options = { readonly window?: number; readonly timeoutS?: number }

/**
 * Feeds a history into a document over the wire, one update per message, never more than `window`
 * messages ahead of what a second client has received.
 */
export const feed = async (
  [writer, reader]: readonly [Endpoint, Endpoint],
  updates: readonly Uint8Array[],
  { window = 256, timeoutS = 300 }: Options = {},
): Promise<{ readonly fed: number; readonly isComplete: boolean }> => {
  let reached = 0
  let wake = (): void => undefined
  const watcher = new ThinClient(reader, {
    onUpdate: (payload) => {
      reached = Math.max(reached, typistClock(payload))
      wake()
    },
  })
  const feeder = new ThinClient(writer)
  await feeder.connect()
  await watcher.connect()
  const deadlineMs = performance.now() + timeoutS * 1000
  const isLate = () => performance.now() > deadlineMs || watcher.state !== 'open'
  let goal = 0
  let fed = 0
  for (const update of updates) {
    if (isLate() || feeder.state !== 'open') break
    feeder.sendUpdate(update)
    fed += 1
    if (fed % window !== 0) continue
    goal = Math.max(goal, typistClock(update))
    while (reached < goal && !isLate())
      await Promise.race([
        new Promise<void>((resolve) => {
          wake = resolve
        }),
        sleep(50),
      ])
  }
  const last = typistClock(updates.at(-1) ?? Uint8Array.of(0, 0))
  const timeoutMs = Math.max(1000, deadlineMs - performance.now())
  const isComplete =
    fed === updates.length && (await until(() => reached >= last, { timeoutMs, everyMs: 5 }))
  feeder.close()
  watcher.close()
  return { fed, isComplete }
}
