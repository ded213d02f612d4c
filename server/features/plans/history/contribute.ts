import type { Contributions, HistoryJob, ReadPage } from './jobs.ts'
import { Ledger } from './Ledger.ts'
import { readPages } from './readPages.ts'

/** Reads a plan's whole log once, page by page. */
export const contribute = async (
  job: Extract<HistoryJob, { kind: 'contribution' }>,
  read: ReadPage,
): Promise<Contributions> => {
  const ledger = new Ledger(job.restores)
  for await (const page of readPages(read, 0)) for (const stored of page) ledger.take(stored)
  return ledger.result()
}
