import { crc32 } from 'node:zlib'
import type { DocName } from '#shared/sync/docName.ts'
import {
  type ClientClaim,
  type DocAppend,
  type DocMeta,
  type DocStore,
  firstPage,
  type LoadedDoc,
  SNAPSHOT_GENERATIONS,
  type StoredUpdate,
  type Stretch,
} from './DocStore.ts'

type Checked<Row> = Row & { readonly checksum: number }
type Snapshot = { readonly uptoSeq: number; readonly bytes: Uint8Array; readonly madeAtMs: number }

/** What the memory holds of one document; a test may damage it. */
export type MemoryDoc = {
  meta: DocMeta
  readonly updates: Checked<StoredUpdate>[]
  snapshots: Checked<Snapshot>[]
  readonly claims: ClientClaim[]
  followedSeq: number
}

const isSoundUpdate = (row: Checked<StoredUpdate>) => crc32(row.update) === row.checksum
const isSoundSnapshot = (row: Checked<Snapshot>) => crc32(row.bytes) === row.checksum

const snapshotIn = (
  { snapshots, updates }: MemoryDoc,
  { afterSeq, uptoSeq, untilMs }: Stretch,
): Snapshot | null => {
  const until = untilMs ?? Number.POSITIVE_INFINITY
  const last = untilMs === undefined ? uptoSeq : updates.findLast(({ atMs }) => atMs <= until)?.seq
  return (
    snapshots
      .filter((row) => row.uptoSeq > afterSeq && isSoundSnapshot(row))
      .filter((row) => row.uptoSeq <= Math.min(uptoSeq, last ?? 0))
      .sort((a, b) => b.uptoSeq - a.uptoSeq)[0] ?? null
  )
}

const loadedOf = (doc: MemoryDoc, beforeSeq = Number.POSITIVE_INFINITY): LoadedDoc => {
  const snapshot = snapshotIn(doc, { afterSeq: -1, uptoSeq: beforeSeq - 1 })
  const after = doc.updates.filter((row) => row.seq > (snapshot?.uptoSeq ?? 0))
  const damaged = after.filter((row) => !isSoundUpdate(row))
  return {
    meta: doc.meta,
    snapshot,
    updates: after.filter(isSoundUpdate),
    claims: [...doc.claims],
    lastSeq: Math.max(snapshot?.uptoSeq ?? 0, ...doc.updates.map((row) => row.seq)),
    setAside: [
      ...doc.snapshots
        .filter((row) => !isSoundSnapshot(row))
        .map((row) => ({ what: 'snapshot' as const, seq: row.uptoSeq })),
      ...damaged.map((row) => ({ what: 'update' as const, seq: row.seq })),
    ],
  }
}

/** Loses everything with the process; for tests. `docs` is open so that a test can damage rows. */
export const memoryDocStore = (): DocStore & { readonly docs: Map<DocName, MemoryDoc> } => {
  const docs = new Map<DocName, MemoryDoc>()

  const write = (doc: MemoryDoc, { updates, claims }: DocAppend) => {
    for (const row of updates) {
      // A copy: a caller's buffer may be a view into a slab that is used again.
      const update = new Uint8Array(row.update)
      doc.updates.push({ ...row, update, checksum: crc32(update) })
    }
    doc.claims.push(...claims)
  }

  const checked = (batch: readonly DocAppend[]) =>
    batch.map((append) => {
      const doc = docs.get(append.name)
      if (!doc) throw new Error(`${append.name} was never made`)
      const taken = new Set(doc.updates.map((row) => row.seq))
      if (append.updates.some((row) => taken.has(row.seq)))
        throw new Error(`${append.name} has that sequence number already`)
      return { doc, append }
    })

  return {
    docs,
    load: async (name, beforeSeq) => {
      const doc = docs.get(name)
      return doc ? loadedOf(doc, beforeSeq) : null
    },
    snapshotIn: async (name, stretch) => {
      const doc = docs.get(name)
      return doc ? snapshotIn(doc, stretch) : null
    },
    create: async (meta, first) => {
      if (docs.has(first.name)) return false
      const doc: MemoryDoc = { meta, updates: [], snapshots: [], claims: [], followedSeq: 0 }
      docs.set(first.name, doc)
      write(doc, first)
      return true
    },
    append: (batch) => {
      for (const { doc, append } of checked(batch)) write(doc, append)
      return { written: null, durable: Promise.resolve() }
    },
    saveSnapshot: async (name, { uptoSeq, madeAtMs, ...snapshot }) => {
      const doc = docs.get(name)
      if (!doc) return
      const bytes = new Uint8Array(snapshot.bytes)
      doc.snapshots = [
        { uptoSeq, madeAtMs, bytes, checksum: crc32(bytes) },
        ...doc.snapshots.filter((row) => row.uptoSeq !== uptoSeq),
      ]
        .sort((a, b) => b.uptoSeq - a.uptoSeq)
        .slice(0, SNAPSHOT_GENERATIONS)
    },
    history: async (name, { afterSeq, untilMs = Number.POSITIVE_INFINITY, limit }) => {
      const all = docs.get(name)?.updates ?? []
      const wanted = all
        .slice(0, all.findLastIndex(({ atMs }) => atMs <= untilMs) + 1)
        .filter((row) => row.seq > afterSeq && isSoundUpdate(row))
      return firstPage(wanted, limit)
    },
    followed: async (name, uptoSeq) => {
      const doc = docs.get(name)
      if (doc) doc.followedSeq = Math.max(doc.followedSeq, uptoSeq)
    },
    unfinished: async () =>
      [...docs].filter(([, doc]) => loadedOf(doc).lastSeq > doc.followedSeq).map(([name]) => name),
    close: async () => {},
  }
}
