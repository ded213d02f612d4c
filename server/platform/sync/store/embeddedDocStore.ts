import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DocName } from '#shared/sync/docName.ts'
import type { Log } from '../../log.ts'
import { makeFolder } from '../../net/makeFolder.ts'
import type { DocAppend, DocStore } from '../DocStore.ts'
import { DocumentsClient } from './DocumentsClient.ts'
import type { LastWritten } from './documentsProtocol.ts'
import { type FileOps, realFiles } from './FileOps.ts'
import { Journal, segmentNumber } from './Journal.ts'
import { unpackInTurns } from './packedRows.ts'

/** What the journal has taken is in the database after this long, in ms, */
const DRAIN_MS = 500
/** or when it is this much. */
const DRAIN_BYTES = 1 << 20
/** EX_SOFTWARE: whoever supervises the studio starts it again, and it reads what is really there. */
const EXIT_CODE = 70

const EVERYTHING = { segment: Number.POSITIVE_INFINITY, bytes: 0 }

export type EmbeddedDocStoreOptions = {
  readonly dataDir: string
  readonly log: Pick<Log, 'warn' | 'error' | 'fatal'>
  /** Least pause between two fsyncs of the journal, in ms. */
  readonly gapMs?: number
  /** A segment of the journal is closed when it has grown to this. */
  readonly segmentBytes?: number
  /** An fsync failed: nothing may be acknowledged any more. Ends the process when not given. */
  readonly onBroken?: (error: unknown) => void
  readonly files?: FileOps
}

export type EmbeddedDocStore = DocStore & {
  /** Everything that was appended before is in the database. */
  flush(): Promise<void>
  /** A number that no process had before, for all documents of the folder. */
  raiseFence(): Promise<number>
  /** The documents that were written last, the latest first. */
  lastWritten(range: LastWritten): Promise<readonly DocName[]>
}

export const databaseFile = (dataDir: string): string => join(dataDir, 'documents.sqlite')
export const journalFolder = (dataDir: string): string => join(dataDir, 'journal')

/**
 * Documents in the data folder: a journal that is written and fsynced first, and a database behind
 * it in a thread of its own. An append costs this thread one `write`; reading, packing and SQL cost
 * it nothing. Opens as soon as the database is open; whoever loads a document waits until what an
 * earlier process left in the journal has been read.
 */
export const embeddedDocStore = async (
  options: EmbeddedDocStoreOptions,
): Promise<EmbeddedDocStore> => {
  const { dataDir, log } = options
  const folder = journalFolder(dataDir)
  await makeFolder(folder)
  const left = leftSegments(folder)
  const onBroken = options.onBroken ?? endProcess(log)
  const journal = new Journal({
    folder,
    files: options.files ?? realFiles,
    firstSegment: nextNumber(folder),
    segmentBytes: options.segmentBytes ?? 16 << 20,
    gapMs: options.gapMs ?? 8,
    onBroken,
    onTrouble: (err, text) => log.error({ err }, text),
  })
  const documents = await DocumentsClient.start({
    settings: { file: databaseFile(dataDir), folder, left },
    onCommitted: (position) => journal.forget(position),
    onKept: (segment) => journal.keep(segment),
    onTrouble: (fields, text) => log.error(fields, text),
    onBroken,
  })
  return storeOf(journal, documents)
}

/** Throws for one that may not be read: later that would look like a thread that died. */
const leftSegments = (folder: string): number[] => {
  const left = readdirSync(folder).filter((name) => segmentNumber(name) !== null)
  for (const name of left) accessSync(join(folder, name), constants.R_OK)
  return left.flatMap((name) => segmentNumber(name) ?? []).sort((a, b) => a - b)
}

/** Above every segment there is, those set aside included: a copy is never written over. */
const nextNumber = (folder: string): number =>
  readdirSync(folder).reduce((most, name) => Math.max(most, Number.parseInt(name, 10) || 0), 0) + 1

const endProcess =
  (log: Pick<Log, 'fatal'>) =>
  (err: unknown): void => {
    log.fatal({ err }, 'the disk did not confirm a write; the studio ends')
    process.exit(EXIT_CODE)
  }

const storeOf = (journal: Journal, documents: DocumentsClient): EmbeddedDocStore => {
  const drain = drainBehind(journal, documents)
  const unfollowed = unfollowedIn(documents)
  return {
    load: async (name, beforeSeq) => {
      const loaded = await documents.ask({ kind: 'load', name, beforeSeq, ends: journal.ends() })
      if (!loaded) return null
      const { packed, ...rest } = loaded
      return { ...rest, updates: await unpackInTurns(packed) }
    },
    snapshotIn: (name, stretch) => documents.ask({ kind: 'snapshotIn', name, stretch }),
    create: (meta, first) => documents.ask({ kind: 'create', meta, first }),
    append: (batch) => {
      const { bytes, durable } = journal.append(batch)
      unfollowed.wrote(batch)
      drain.later(bytes)
      return { written: null, durable }
    },
    saveSnapshot: async (name, snapshot) => {
      await documents.ask({ kind: 'saveSnapshot', name, snapshot, ends: journal.ends() })
    },
    history: async (name, range) =>
      unpackInTurns(await documents.ask({ kind: 'history', name, range, ends: journal.ends() })),
    followed: unfollowed.followed,
    unfinished: unfollowed.names,
    lastWritten: (range) => documents.ask({ kind: 'lastWritten', ...range, ends: journal.ends() }),
    raiseFence: () => documents.ask({ kind: 'raiseFence' }),
    flush: async () => {
      await documents.ask({ kind: 'flush', ends: journal.ends() })
    },
    close: async () => {
      drain.stop()
      await journal.close()
      try {
        await documents.ask({ kind: 'flush', ends: journal.ends() })
        journal.forget(EVERYTHING)
      } catch {
        // A full disk, say: it is on the disk in the journal, and the next start reads it.
      }
      await documents.close()
    },
  }
}

/**
 * Documents from whose updates something may have yet to follow. What earlier processes left shows
 * itself by lying in the journal, and is asked for once; what this one writes is noted here.
 */
const unfollowedIn = (documents: DocumentsClient) => {
  const written = new Map<DocName, number>()
  let left: Promise<Set<DocName>> | null = null
  const leftBefore = async (): Promise<Set<DocName>> => {
    left ??= documents.ask({ kind: 'unfinished' }).then((names) => new Set(names))
    const asked = left
    try {
      return await asked
    } catch (thrown) {
      // Asked again next time, or they would be missing until the next start.
      if (left === asked) left = null
      throw thrown
    }
  }
  return {
    wrote: (batch: readonly DocAppend[]): void => {
      for (const { name, updates } of batch) {
        const last = updates.at(-1)
        if (last) written.set(name, last.seq)
      }
    },
    followed: async (name: DocName, uptoSeq: number): Promise<void> => {
      if ((written.get(name) ?? 0) > uptoSeq) return
      written.delete(name)
      const names = await leftBefore()
      names.delete(name)
    },
    names: async (): Promise<readonly DocName[]> => [
      ...new Set([...(await leftBefore()), ...written.keys()]),
    ],
  }
}

/** Lets the database follow the journal: soon when little was written, at once when it was much. */
const drainBehind = (journal: Journal, documents: DocumentsClient) => {
  let undrainedBytes = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  const now = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    undrainedBytes = 0
    documents.drain(journal.ends())
  }
  return {
    later: (bytes: number): void => {
      undrainedBytes += bytes
      if (undrainedBytes >= DRAIN_BYTES) now()
      else timer ??= setTimeout(now, DRAIN_MS).unref()
    },
    stop: (): void => {
      if (timer) clearTimeout(timer)
    },
  }
}
