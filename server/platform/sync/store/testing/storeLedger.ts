import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { docName } from '#shared/sync/docName.ts'
import { quietLog } from '../../testing/quietLog.ts'
import { until } from '../../testing/syncHarness.ts'
import { embeddedDocStore } from '../embeddedDocStore.ts'

const program = fileURLToPath(new URL('./storeProgram.ts', import.meta.url))

type Start = {
  readonly defect?: string
  readonly most?: number
  /** A program to run it under, e.g. strace with its options. */
  readonly under?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A data folder, the program that writes into it, and what it says it has done. */
export const openLedger = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanke-store-'))
  const dataDir = join(folder, 'data')
  let child: ChildProcess | null = null
  const told: string[][] = []
  const lines = (): readonly string[][] => told
  const seqOf = (words: readonly string[]) => Number(words[2])
  const count = (kind: string): number =>
    lines().reduce((sum, [what]) => sum + (what === kind ? 1 : 0), 0)
  return {
    folder,
    dataDir,
    lines,
    count,
    start: ({ defect = 'none', most = 0, under = [], env = {} }: Start = {}): ChildProcess => {
      const words = [...under, process.execPath, program, dataDir, defect, String(most)]
      const started = spawn(words[0] ?? '', words.slice(1), {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: '/usr/bin:/bin', ...env },
      })
      // Line by line whatever has reached the pipe, also after the program's death.
      createInterface({ input: started.stdout }).on('line', (line) => told.push(line.split(' ')))
      child = started
      return started
    },
    /** Waits until there are so many more lines of a kind. */
    more: async (kind: string, how: number): Promise<void> => {
      const wanted = count(kind) + how
      await until(`${how} more are ${kind}`, () => count(kind) >= wanted)
    },
    /** Reads the store with its own reader; answers what the ledger says and the store lacks. */
    missing: async (): Promise<string[]> => {
      const store = await embeddedDocStore({ dataDir, log: quietLog })
      const missing: string[] = []
      for (const document of [1, 2, 3, 4, 5]) {
        const loaded = await store.load(docName('plan', `document${document}`))
        const stored = new Map(
          loaded?.updates.map(({ seq, update }) => [seq, Buffer.from(update).toString()]),
        )
        for (const words of lines()) {
          if (words[0] !== 'WROTE' || Number(words[1]) !== document) continue
          if (stored.get(seqOf(words)) !== words[3]) missing.push(words.slice(0, 3).join(' '))
        }
        const seqs = [...stored.keys()]
        if (seqs.some((seq, i) => seq !== i + 1)) missing.push(`document ${document} has a gap`)
        for (const { seq } of loaded?.setAside ?? []) missing.push(`${document} ${seq} set aside`)
      }
      await store.close()
      return missing
    },
    end: async (): Promise<void> => {
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'close')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}
