import * as Y from 'yjs'
import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { MalformedBytes } from './ByteReader.ts'
import { DocContent } from './DocContent.ts'
import type { ClientClaim, DocMeta, DocStore, LoadedDoc } from './DocStore.ts'
import { Knowledge } from './Knowledge.ts'
import type { DocOwner } from './ports.ts'
import { readUpdate } from './readUpdate.ts'

export type OpenedDocument = {
  readonly meta: DocMeta
  readonly content: DocContent
  readonly knowledge: Knowledge
  readonly claims: readonly ClientClaim[]
  readonly lastSeq: number
  /** Updates stored since the newest snapshot. */
  readonly updatesSinceSnapshot: number
  /** Rows were set aside, so it may lack what some clients still have. */
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
}

/** Client ids in an update that begins at nothing: the server's own. */
const ownClaims = (update: Uint8Array): ClientClaim[] =>
  readUpdate(update).sections.map(({ client }) => ({ clientId: client, userId: '' }))

const create = async ({ name, id, owner, store, clock, newId }: Parts): Promise<void> => {
  const doc = new Y.Doc()
  await owner.initialContent?.(id, doc)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  const now = clock.now()
  const isEmpty = update.length <= 2
  // False when another process was faster: then its content is the initial one (H15).
  await store.create(
    { epoch: newId(), schemaVersion: owner.schemaVersion ?? 0, createdAtMs: now },
    {
      name,
      updates: isEmpty ? [] : [{ seq: 1, atMs: now, authorId: null, update }],
      claims: isEmpty ? [] : ownClaims(update),
      fence: 0,
    },
  )
}

/** Takes an update into `knowledge`; false when it has to wait for another or cannot be read. */
const learns = (knowledge: Knowledge, update: Uint8Array): boolean => {
  try {
    const assessment = knowledge.assess(readUpdate(update))
    if (assessment.kind === 'gap') return false
    knowledge.take(assessment.news)
    return true
  } catch (thrown) {
    if (thrown instanceof MalformedBytes) return false
    throw thrown
  }
}

/**
 * Puts the rows together. A row that builds on a damaged one is left out as long as what it builds
 * on is missing: passed on, it would be pending in every client. A later row may bring the missing
 * part back, so those left out are tried until none fits any more.
 */
const assemble = (loaded: LoadedDoc) => {
  const knowledge = new Knowledge()
  const fitting: Uint8Array[] = []
  let waiting = loaded.updates.map((row) => row.update)
  if (loaded.snapshot) waiting.unshift(loaded.snapshot.bytes)
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length
    waiting = waiting.filter((update) => {
      const fits = learns(knowledge, update)
      if (fits) fitting.push(update)
      return !fits
    })
  }
  return { knowledge, fitting, leftOut: waiting.length }
}

/**
 * Loads a document, making it first when it is new. Opens whatever the rows look like: what is
 * damaged is set aside and logged, the rest is the document.
 */
export const openDocument = async (parts: Parts): Promise<OpenedDocument> => {
  const { name, store, log } = parts
  let loaded = await store.load(name)
  if (!loaded) {
    await create(parts)
    loaded = await store.load(name)
  }
  if (!loaded) throw new Error(`${name} was made and is not there`)
  const { knowledge, fitting, leftOut } = assemble(loaded)
  const isDamaged = loaded.setAside.length > 0 || leftOut > 0
  if (isDamaged)
    log.warn({ doc: name, setAside: loaded.setAside, leftOut }, 'document opened without some rows')
  return {
    meta: loaded.meta,
    content: new DocContent(fitting),
    knowledge,
    claims: loaded.claims,
    lastSeq: loaded.lastSeq,
    updatesSinceSnapshot: loaded.updates.length,
    isDamaged,
    mayCompact: leftOut === 0,
  }
}
