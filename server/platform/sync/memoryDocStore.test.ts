import type { DocName } from '#shared/sync/docName.ts'
import { docStoreContract } from './docStore.contract.ts'
import { memoryDocStore } from './memoryDocStore.ts'

docStoreContract('memoryDocStore', async () => {
  const store = memoryDocStore()
  const docOf = (name: string) => store.docs.get(name as DocName)
  return {
    store,
    damageUpdate: async (name, seq) => {
      docOf(name)
        ?.updates.find((row) => row.seq === seq)
        ?.update.fill(77)
    },
    damageSnapshot: async (name, uptoSeq) => {
      docOf(name)
        ?.snapshots.find((row) => row.uptoSeq === uptoSeq)
        ?.bytes.fill(77)
    },
    snapshotSeqs: async (name) =>
      (docOf(name)?.snapshots ?? []).map(({ uptoSeq }) => uptoSeq).sort((a, b) => a - b),
    close: async () => {},
  }
})
