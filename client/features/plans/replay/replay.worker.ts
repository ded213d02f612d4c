import type { LogEntry } from './PlanReplay.ts'
import { PlanReplay } from './PlanReplay.ts'
import { readLog, type StoredLine } from './readLog.ts'
import type { FromReplay, ToReplay } from './replayMessages.ts'

/** The part of a worker's global that is used: the project knows windows only. */
type Scope = {
  postMessage(message: FromReplay): void
  onmessage: ((event: MessageEvent<ToReplay>) => void) | null
}
const scope = globalThis as unknown as Scope

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

const entryOf = ({ by, update }: StoredLine): LogEntry => ({ by, update: bytesOf(update) })

let replay: PlanReplay | null = null

const open = async ({ url, restores }: Extract<ToReplay, { type: 'open' }>): Promise<void> => {
  const seqs: number[] = []
  const made = new PlanReplay(new Map(restores), (seq) => seqs.filter((one) => one <= seq).length)
  replay = made
  for await (const lines of readLog((after) => fetch(`${url}?after=${after}`))) {
    seqs.push(...lines.map(({ seq }) => seq))
    made.add(lines.map(entryOf))
    scope.postMessage({
      type: 'grown',
      atMs: lines.map(({ at }) => Date.parse(at)),
      by: lines.map(({ by }) => by),
      seq: lines.map(({ seq }) => seq),
    })
  }
  scope.postMessage({ type: 'complete' })
}

scope.onmessage = ({ data }) => {
  if (data.type === 'open') open(data).catch(() => scope.postMessage({ type: 'failed' }))
  else if (replay)
    scope.postMessage({ type: 'view', ticket: data.ticket, view: replay.view(data.index) })
}
