import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'
import { type DocName, parseDocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { LocalRooms } from './LocalRooms.ts'
import type { DocOwner } from './ports.ts'

/** Whoever wrote this long before the start, in ms, is thought to be still at it. */
const WRITTEN_WITHIN_MS = 15 * 60_000

/** More would make those wait who come for something else. */
const MOST_DOCUMENTS = 64
const MOST_BYTES = 32 << 20

/** How many people's access is looked up per document. */
const MOST_PEOPLE = 8

/** A page that was cut off tries again within this, in ms. */
const KEPT_MS = 30_000

/** Most of them are back by then, in ms; starting a thread would take the processor from them. */
const STAND_BY_AFTER_MS = 4_000

type Parts = {
  /** The documents that were written last, the latest first. */
  lastWritten(range: {
    readonly sinceMs: number
    readonly atMost: number
  }): Promise<readonly DocName[]>
  readonly rooms: Pick<LocalRooms, 'keep' | 'standBy'>
  readonly owners: readonly DocOwner[]
  /** Null: nobody who is signed in. */
  personNow(userId: UserId): Promise<Actor | null>
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly keptMs?: number
}

/** What is known of a document that is kept. */
type Kept = { readonly writers: readonly UserId[]; readonly sizeBytes: number }

/**
 * After a start everybody comes back at once who was there before it. What was written last is opened
 * before they ask, one document after the other, and kept a while. Their access is judged when
 * they come, as ever; judging it once for nothing lets the code, the statements and the pages of
 * the database that this takes be there by then. Once most are back, the thread for what takes a document's
 * size is made, so that nobody types beside its start.
 */
export const expectBack = (parts: Parts): { start(): void; close(): Promise<void> } => {
  const { rooms, clock, log } = parts
  const gone = Promise.withResolvers<void>()
  const kept: Promise<void>[] = []
  const timers: ReturnType<typeof setTimeout>[] = []
  let opening: Promise<void> = Promise.resolve()
  let isClosed = false

  const keep = (name: DocName): Promise<Kept> => {
    const opened = Promise.withResolvers<Kept>()
    const over = rooms.keep(name, (document) => {
      // Only people have client ids in a document, and the server, which is left out.
      const writers = [...document.writers()] as UserId[]
      opened.resolve({ writers, sizeBytes: document.sizeBytes })
      return gone.promise
    })
    kept.push(over.catch(opened.reject))
    return opened.promise
  }

  const judge = async (name: DocName, userId: UserId): Promise<void> => {
    const parsed = parseDocName(name)
    const owner = parts.owners.find(({ kind }) => kind === parsed?.kind)
    const actor = await parts.personNow(userId)
    if (parsed && actor) await owner?.authorize(actor, parsed.id)
  }

  const open = async (): Promise<void> => {
    const sinceMs = clock.now() - WRITTEN_WITHIN_MS
    let [bytes, documents] = [0, 0]
    for (const name of await parts.lastWritten({ sinceMs, atMost: MOST_DOCUMENTS })) {
      if (isClosed || bytes > MOST_BYTES) break
      try {
        const { writers, sizeBytes } = await keep(name)
        bytes += sizeBytes
        documents += 1
        for (const userId of writers.slice(-MOST_PEOPLE)) await judge(name, userId)
      } catch (err) {
        log.warn({ doc: name, err }, 'an expected document could not be opened')
      }
      // Whoever is here already goes first.
      await nextTurn()
    }
    log.info({ documents, bytes }, 'who wrote before the start is expected back')
  }

  return {
    start: () => {
      opening = open().catch((err: unknown) => log.warn({ err }, 'nobody is expected back'))
      timers.push(
        setTimeout(gone.resolve, parts.keptMs ?? KEPT_MS).unref(),
        setTimeout(rooms.standBy, STAND_BY_AFTER_MS).unref(),
      )
    },
    /** Before the rooms are closed: those that are kept would outlive them. */
    close: async () => {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      gone.resolve()
      await opening
      await Promise.all(kept)
    },
  }
}
