import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { wordsOf } from '#e2e/bench/sync/lib/pens.ts'

/** Writes everybody's copy and what it shows into a folder of `YANKE_KEEP`, if that is set. */
export const keepCopies = (name: string, docs: readonly Y.Doc[]): void => {
  const folder = process.env.YANKE_KEEP
  if (!folder) return
  mkdirSync(join(folder, name), { recursive: true })
  for (const [index, doc] of docs.entries()) {
    const file = join(folder, name, String(index))
    writeFileSync(`${file}.update`, Y.encodeStateAsUpdate(doc))
    writeFileSync(`${file}.txt`, wordsOf(doc))
  }
}
