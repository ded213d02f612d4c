import type { DocName } from '#shared/sync/docName.ts'
import { docStoreContract } from './docStore.contract.ts'
import { memoryDocStore } from './memoryDocStore.ts'

docStoreContract('memoryDocStore', async () => {
  const store = memoryDocStore()
  const docOf = (name: string) => store.docs.get(name as DocName)
  return {
    store,
    settle: async () => {},
    damageUpdate: async (name, seq, damage) => {
      const rows = docOf(name)?.updates ?? []
      const at = rows.findIndex((row) => row.seq === seq)
      rows[at] = { ...rows[at]!, update: damage(rows[at]!.update) }
    },
    damageSnapshot: async (name, uptoSeq) => {
      docOf(name)
        ?.snapshots.find((row) => row.uptoSeq === uptoSeq)
        ?.bytes.fill(77)
    },
    snapshotSeqs: async (name) =>
      (docOf(name)?.snapshots ?? []).map(({ uptoSeq }) => uptoSeq).sort((a, b) => a - b),
    reopen: null,
    refusesTaken: true,
    marksFollowed: true,
    raiseFence: null,
    close: async () => {},
  }
})
