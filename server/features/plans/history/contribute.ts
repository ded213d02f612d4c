import { Fitting } from './Fitting.ts'
import type { Contributions, HistoryJob, ReadPage } from './jobs.ts'
import { Ledger } from './Ledger.ts'
import { readPages } from './readPages.ts'

type Job = Extract<HistoryJob, { kind: 'contribution' }>

/** `fitting`: what is left out of a log of which a row is damaged. */
const counted = async (
  job: Job,
  read: ReadPage,
  fitting: Fitting | null,
): Promise<Contributions> => {
  const ledger = new Ledger(job.restores)
  for await (const page of readPages(read, 0))
    for (const stored of page) ledger.take(fitting?.take(stored) ?? stored)
  for (const stored of fitting?.late() ?? []) ledger.take(stored)
  return ledger.result()
}

/** Reads a plan's whole log once, page by page; once more, and with care, when a row of it is damaged. */
export const contribute = async (job: Job, read: ReadPage): Promise<Contributions> => {
  try {
    return await counted(job, read, null)
  } catch {
    return counted(job, read, new Fitting(null))
  }
}
