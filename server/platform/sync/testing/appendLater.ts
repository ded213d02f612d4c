import type { DocAppend, Receipt } from '../DocStore.ts'

type Work = (batch: readonly DocAppend[]) => Promise<Receipt>

/** An `append` that does something first; what the work throws, `written` rejects with. */
export const appendLater =
  (work: Work) =>
  (batch: readonly DocAppend[]): Receipt => {
    const working = work(batch)
    const written = working.then(async (receipt) => {
      await receipt.written
    })
    const durable = written.then(async () => (await working).durable)
    // Whoever only waits for `written` has heard of the failure there.
    durable.catch(() => {})
    return { written, durable }
  }
