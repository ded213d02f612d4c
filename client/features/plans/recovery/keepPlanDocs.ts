import * as Y from 'yjs'
import type { PlanId, UserId } from '#shared/ids.ts'
import { PLAN_SCHEMA_VERSION } from '#shared/plans/shape.ts'
import { docName } from '#shared/sync/docName.ts'
import {
  type KeepDocOptions,
  type KeptDoc,
  keepDoc,
  type LeftBehind,
} from '../../../lib/sync/keepDoc.ts'
import type { OpenDocOptions } from '../../../lib/sync/openDoc.ts'
import { type AsideCopy, type FoundWords, openTray, type Tray } from '../../../lib/sync/openTray.ts'
import type { OwnPiece } from '../../../lib/sync/ownPieces.ts'
import type { SnapshotStore } from '../../../lib/sync/snapshotStore.ts'
import { carryOver } from './carryOver.ts'
import { findMissingMessages, findUnsentMessages, isMessageIn } from './findMessages.ts'
import { areWordsIn, findLostWords, findUnsentWords } from './findWords.ts'
import { findMissingLines } from './missingLines.ts'
import { tornLines, withTornStep } from './torn.ts'

/** A plan's two documents, and the tray for what does not find its place in them. */
export type KeptPlan = {
  readonly plan: SnapshotStore<KeptDoc>
  readonly comments: SnapshotStore<KeptDoc>
  readonly tray: Tray
  dispose(): void
}

/** What kind of document it is decides how words are found in it. */
type Finder = {
  unsent(doc: Y.Doc, pieces: readonly OwnPiece[], origin: Origin): readonly FoundWords[]
  missing(copy: AsideCopy, today: Y.Doc): readonly FoundWords[]
  /** Whether what an entry of `unsent` says has come into the document. */
  hasArrived(doc: Y.Doc, entry: FoundWords): boolean
}
type Origin = Pick<FoundWords, 'docName' | 'cause' | 'atMs'>

const keep = (tray: Tray, finder: Finder, options: Omit<KeepDocOptions, 'onLeftBehind'>) => {
  const leftBehind = async ({ name, reason, doc, pieces }: LeftBehind): Promise<boolean> => {
    const of = { docName: name, atMs: Date.now() }
    if (pieces) {
      // Of another past nobody can tell the pieces: the page is too old for this one.
      const cause = reason === 'OutOfDate' ? 'PageOld' : reason
      return tray.put(await notKnown(tray, finder.unsent(doc, pieces, { ...of, cause })))
    }
    return tray.putAside({
      ...of,
      // The same copy set aside twice is one.
      id: `${name}@${doc.clientID}`,
      reason,
      state: Y.encodeStateAsUpdate(doc),
      isRead: false,
    })
  }
  const kept = keepDoc({ ...options, onLeftBehind: leftBehind })
  const compareAsides = async (doc: Y.Doc): Promise<void> => {
    for (const copy of await tray.asidesOf(options.name)) {
      if (copy.isRead) continue
      const missing = readMissing(finder, copy, doc)
      if (missing === null) continue
      // Where there is no room for them they go with this page, and another looks for them again.
      if (await tray.put(missing)) await tray.putAside({ ...copy, isRead: true })
    }
  }
  // What waited because the document was gone has been handed in with the copy.
  const forgetArrived = async (doc: Y.Doc): Promise<void> => {
    await tray.refresh()
    for (const entry of tray.found.getSnapshot())
      if (entry.docName === options.name && entry.cause === 'NotFound')
        if (finder.hasArrived(doc, entry)) await tray.remove(entry.id)
  }
  watchOpened(kept.store, (doc) => {
    void compareAsides(doc)
    void forgetArrived(doc)
  })
  return kept
}

/** Of a document that is gone the same is found whenever somebody looks: it waits since the first time. */
const notKnown = async (
  tray: Tray,
  entries: readonly FoundWords[],
): Promise<readonly FoundWords[]> => {
  await tray.refresh()
  const known = tray.found.getSnapshot()
  return entries.filter(
    ({ id, text, cause }) =>
      !known.some((one) => one.id === id && one.text === text && one.cause === cause),
  )
}

/** Null for a copy that cannot be read: it hides none of the others, and stays for a page that may. */
const readMissing = (
  finder: Finder,
  copy: AsideCopy,
  today: Y.Doc,
): readonly FoundWords[] | null => {
  try {
    return finder.missing(copy, today)
  } catch {
    return null
  }
}

/**
 * Calls once for each document shown, when the server's content is in it. A large one comes in
 * several messages, and the first opens it; what is acknowledged comes after all of them.
 */
const watchOpened = (store: SnapshotStore<KeptDoc>, onOpened: (doc: Y.Doc) => void): void => {
  const watch = (): void => {
    const { open } = store.getSnapshot()
    const look = (): void => {
      const status = open.status.getSnapshot()
      if (status.kind !== 'open' || status.save !== 'saved') return
      stop()
      onOpened(open.doc)
    }
    const stop = open.status.subscribe(look)
    look()
  }
  store.subscribe(watch)
  watch()
}

type KeepPlanOptions = Omit<OpenDocOptions, 'name' | 'userId' | 'offline'> & {
  readonly userId: UserId
  /** Theirs who opened it; without one the plan has its own, which is closed with it. */
  readonly tray?: Tray
}

/** Opens a plan and its comments, kept in this browser; nothing typed in them goes without a trace. */
export const keepPlanDocs = (
  planId: PlanId,
  { tray: given, ...options }: KeepPlanOptions,
): KeptPlan => {
  const tray = given ?? openTray(options.userId)
  const same = { ...options, offline: true }
  const planName = docName('plan', planId)
  const lose = (words: readonly OwnPiece[], transaction: Y.Transaction): void => {
    const origin = { docName: planName, cause: 'deleted', atMs: Date.now() } as const
    void tray.put(withTornStep(findLostWords(words, transaction, origin), transaction))
  }
  const plan = keep(
    tray,
    {
      unsent: (_doc, pieces, origin) => findUnsentWords(pieces, origin),
      missing: findMissingLines,
      hasArrived: areWordsIn,
    },
    {
      schemaVersion: PLAN_SCHEMA_VERSION,
      ...same,
      name: planName,
      onTaken: (taken) => {
        const { carried, fallen } = carryOver(taken)
        const torn = tornLines(taken.transaction).filter(({ item }) => !carried.has(item))
        // One entry for a block that went, whether the server had all of its words or some.
        const known = new Set(torn.map(({ item }) => item))
        const lost = [...torn, ...fallen.filter(({ item }) => !known.has(item))]
        if (lost.length > 0) lose(lost, taken.transaction)
        return new Set([...carried, ...known])
      },
      onLost: ({ words, transaction }) => lose(words, transaction),
    },
  )
  const comments = keep(
    tray,
    {
      unsent: findUnsentMessages,
      missing: (copy, today) => findMissingMessages(copy, today, options.userId),
      hasArrived: isMessageIn,
    },
    { ...same, name: docName('comments', planId) },
  )
  return {
    plan: plan.store,
    comments: comments.store,
    tray,
    dispose: () => {
      plan.dispose()
      comments.dispose()
      if (!given) tray.close()
    },
  }
}
