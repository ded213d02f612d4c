import { crc32 } from 'node:zlib'
import type { DocName } from '#shared/sync/docName.ts'
import {
  type ClientClaim,
  type DocAppend,
  type DocMeta,
  type DocStore,
  SNAPSHOT_GENERATIONS,
  type StoredUpdate,
} from './DocStore.ts'

type Checked<Row> = Row & { readonly checksum: number }
type Snapshot = { readonly uptoSeq: number; readonly state: Uint8Array; readonly madeAtMs: number }

/** What the memory holds of one document; a test may damage it. */
export type MemoryDoc = {
  meta: DocMeta
  readonly updates: Checked<StoredUpdate>[]
  snapshots: Checked<Snapshot>[]
  readonly claims: ClientClaim[]
}

/** Loses everything with the process; for tests. `docs` is open so that a test can damage rows. */
export const memoryDocStore = (): DocStore & { readonly docs: Map<DocName, MemoryDoc> } => {
  const docs = new Map<DocName, MemoryDoc>()

  const write = (doc: MemoryDoc, { updates, claims }: DocAppend) => {
    for (const row of updates) {
      // A copy: a caller's buffer may be a view into a slab that is used again.
      const update = row.update.slice()
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
    load: async (name) => {
      const doc = docs.get(name)
      if (!doc) return null
      const sound = doc.snapshots.filter((row) => crc32(row.state) === row.checksum)
      const snapshot = sound.sort((a, b) => b.uptoSeq - a.uptoSeq)[0] ?? null
      const after = doc.updates.filter((row) => row.seq > (snapshot?.uptoSeq ?? 0))
      const isSound = (row: Checked<StoredUpdate>) => crc32(row.update) === row.checksum
      return {
        meta: doc.meta,
        snapshot,
        updates: after.filter(isSound),
        claims: [...doc.claims],
        lastSeq: Math.max(snapshot?.uptoSeq ?? 0, ...doc.updates.map((row) => row.seq)),
        setAside: [
          ...doc.snapshots
            .filter((row) => !sound.includes(row))
            .map((row) => ({ what: 'snapshot' as const, seq: row.uptoSeq })),
          ...after
            .filter((row) => !isSound(row))
            .map((row) => ({ what: 'update' as const, seq: row.seq })),
        ],
      }
    },
    create: async (meta, first) => {
      if (docs.has(first.name)) return false
      const doc: MemoryDoc = { meta, updates: [], snapshots: [], claims: [] }
      docs.set(first.name, doc)
      write(doc, first)
      return true
    },
    append: async (batch) => {
      for (const { doc, append } of checked(batch)) write(doc, append)
    },
    saveSnapshot: async (name, snapshot) => {
      const doc = docs.get(name)
      if (!doc) return
      const state = snapshot.state.slice()
      doc.snapshots = [
        { ...snapshot, state, checksum: crc32(state) },
        ...doc.snapshots.filter((row) => row.uptoSeq !== snapshot.uptoSeq),
      ]
        .sort((a, b) => b.uptoSeq - a.uptoSeq)
        .slice(0, SNAPSHOT_GENERATIONS)
    },
    history: async (name) =>
      (docs.get(name)?.updates ?? []).filter((row) => crc32(row.update) === row.checksum),
    setEpoch: async (name, epoch) => {
      const doc = docs.get(name)
      if (doc) doc.meta = { ...doc.meta, epoch }
    },
  }
}
