import { setImmediate as nextTurn } from 'node:timers/promises'
import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { DocContent } from './DocContent.ts'
import { type DocSnapshot, decodeSnapshot } from './DocSnapshot.ts'
import type { ClientClaim, DocMeta, DocStore, LoadedDoc } from './DocStore.ts'
import type { Doubts } from './Doubts.ts'
import { Knowledge } from './Knowledge.ts'
import { learn } from './learn.ts'
import { type DocOwner, xmlRootsOf } from './ports.ts'
import type { Ahead } from './ReadAhead.ts'
import { readUpdate } from './readUpdate.ts'

export type OpenedDocument = {
  readonly meta: DocMeta
  readonly content: DocContent
  readonly knowledge: Knowledge
  readonly claims: readonly ClientClaim[]
  readonly lastSeq: number
  /** Rows were set aside, or are gone that were written, so it may lack what some clients still have. */
  readonly isDamaged: boolean
  /** Sound rows wait for a damaged one: a snapshot now would bury them. */
  readonly mayCompact: boolean
}

type Parts = {
  readonly name: DocName
  readonly id: string
  readonly owner: DocOwner
  readonly store: DocStore
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly newId: () => string
  readonly fence: number
  readonly doubts: Doubts
}

/** Client ids in an update that begins at nothing: the server's own. */
const ownClaims = (update: Uint8Array): ClientClaim[] =>
  readUpdate(update).sections.map(({ client }) => ({ clientId: client, userId: '' }))

const create = async ({ name, id, owner, store, clock, newId, fence }: Parts): Promise<void> => {
  const doc = new Y.Doc()
  await owner.initialContent?.(id, doc)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  const now = clock.now()
  const isEmpty = update.length <= 2
  // False when another process was faster: then its content is the initial one.
  await store.create(
    { epoch: newId(), schemaVersion: owner.schemaVersion ?? 0, createdAtMs: now },
    {
      name,
      updates: isEmpty ? [] : [{ seq: 1, atMs: now, authorId: null, update }],
      claims: isEmpty ? [] : ownClaims(update),
      fence,
    },
  )
}

/** How long rows are read at a stretch: others are served in between. */
const STRETCH_MS = 8

/**
 * Puts the rows together. A row that builds on a damaged one is left out as long as what it builds
 * on is missing: passed on, it would be pending in every client. A later row may bring the missing
 * part back, so those left out are tried until none fits any more.
 */
const assemble = async (knowledge: Knowledge, rows: readonly Uint8Array[]) => {
  const fitting: Uint8Array[] = []
  let waiting = rows
  let stretchBegan = performance.now()
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length
    const left: Uint8Array[] = []
    for (const update of waiting) {
      const learnt = learn(knowledge, update)
      if (learnt) fitting.push(learnt)
      else left.push(update)
      if (performance.now() - stretchBegan < STRETCH_MS) continue
      await nextTurn()
      stretchBegan = performance.now()
    }
    waiting = left
  }
  return { fitting, leftOut: waiting.length }
}

/** Of a damaged journal nobody knows whose bytes were lost; the numbers of what is left tell. */
const lacksNumbers = ({ snapshot, updates }: LoadedDoc): boolean =>
  updates.some(({ seq }, i) => seq !== (snapshot?.uptoSeq ?? 0) + 1 + i)

type Based = {
  readonly loaded: LoadedDoc
  readonly snapshot: DocSnapshot | null
  readonly knowledge: Knowledge
}

/**
 * With the newest snapshot that can be read. One may be of a newer build's kind, or have been damaged
 * before its checksum was made; the log has everything that is in it.
 */
const onSnapshot = async (parts: Parts, loaded: LoadedDoc): Promise<Based> => {
  const { name, owner, store, log } = parts
  try {
    const snapshot = loaded.snapshot && decodeSnapshot(loaded.snapshot.bytes)
    const knowledge = new Knowledge(snapshot, new Set(xmlRootsOf(owner)), owner.innerElements)
    return { loaded, snapshot, knowledge }
  } catch (err) {
    if (!loaded.snapshot) throw err
    const { uptoSeq } = loaded.snapshot
    log.warn({ doc: name, uptoSeq, err }, 'snapshot set aside: it cannot be read')
    const older = await store.load(name, uptoSeq)
    if (!older) throw new Error(`${name} was there and is not`, { cause: err })
    // A number is never taken twice, though the log should lack what it was taken for.
    const lastSeq = Math.max(older.lastSeq, loaded.lastSeq)
    return onSnapshot(parts, { ...older, lastSeq })
  }
}

/**
 * Loads a document, making it first when it is new. Opens whatever the rows look like: what is
 * damaged is set aside and logged, the rest is the document. `ahead`: what was read of it already.
 */
export const openDocument = async (parts: Parts, ahead: Ahead | null): Promise<OpenedDocument> => {
  const { name, store, log } = parts
  let newest = await (ahead ?? store.load(name))
  if (!newest) {
    await create(parts)
    newest = await store.load(name)
  }
  if (!newest) throw new Error(`${name} was made and is not there`)
  const { loaded, snapshot, knowledge } = await onSnapshot(parts, newest)
  const rows = loaded.updates.map(({ update }) => update)
  const { fitting, leftOut } = await assemble(knowledge, rows)
  const lacksRows = lacksNumbers(loaded) || parts.doubts.hasLost(name, loaded.lastSeq)
  const isDamaged = loaded.setAside.length > 0 || leftOut > 0 || lacksRows
  if (isDamaged)
    log.warn({ doc: name, setAside: loaded.setAside, leftOut }, 'document opened without some rows')
  return {
    meta: loaded.meta,
    content: new DocContent(snapshot, fitting),
    knowledge,
    claims: loaded.claims,
    lastSeq: loaded.lastSeq,
    isDamaged,
    mayCompact: leftOut === 0,
  }
}
