import { useCallback, useEffect, useRef, useState } from 'react'
import { readPlanUpdates } from '#shared/plans/contract.ts'
import type { PlanRestore } from '#shared/plans/history.ts'
import { urlOf } from '../../../lib/api/call.ts'
import type { ReplayView } from './PlanReplay.ts'
import type { FromReplay, LogPart, ToReplay } from './replayMessages.ts'

export type Replay = {
  /** As much of the log as is here. */
  readonly log: LogPart
  /** `loading` until all of it is here. */
  readonly state: 'loading' | 'ready' | 'failed'
  /**
   * The plan after so many updates. Resolves with null when something newer was asked for meanwhile in
   * the same place: what is shown, or what it is compared with.
   */
  view(index: number, place: ViewPlace): Promise<ReplayView | null>
}

export type ViewPlace = 'shown' | 'compared'

const EMPTY: LogPart = { atMs: [], by: [], seq: [] }

const joined = (a: LogPart, b: LogPart): LogPart => ({
  atMs: [...a.atMs, ...b.atMs],
  by: [...a.by, ...b.by],
  seq: [...a.seq, ...b.seq],
})

type Asked = { readonly index: number; readonly answer: (view: ReplayView | null) => void }

/** One question at a time: while the thread works on one, only the newest of each place waits. */
class Questions {
  readonly #ask: (index: number) => void
  #current: Asked | null = null
  readonly #next = new Map<ViewPlace, Asked>()

  constructor(ask: (index: number) => void) {
    this.#ask = ask
  }

  view(index: number, place: ViewPlace): Promise<ReplayView | null> {
    return new Promise((answer) => {
      this.#next.get(place)?.answer(null)
      this.#next.set(place, { index, answer })
      this.#goOn()
    })
  }

  answered(view: ReplayView): void {
    this.#current?.answer(view)
    this.#current = null
    this.#goOn()
  }

  #goOn(): void {
    const [next] = this.#next
    if (this.#current || !next) return
    const [place, asked] = next
    this.#next.delete(place)
    this.#current = asked
    this.#ask(asked.index)
  }
}

/** The plan's whole log, read and replayed in a thread of its own for as long as the past is shown. */
export const useReplay = (planId: string, restores: readonly PlanRestore[] | undefined): Replay => {
  const [log, setLog] = useState(EMPTY)
  const [state, setState] = useState<Replay['state']>('loading')
  const questions = useRef<Questions | null>(null)
  const atOpening = useRef(restores)
  atOpening.current ??= restores
  const isKnown = restores !== undefined
  useEffect(() => {
    if (!isKnown || typeof Worker === 'undefined') return
    const worker = new Worker(new URL('./replay.worker.ts', import.meta.url), { type: 'module' })
    const say = (message: ToReplay) => worker.postMessage(message)
    const asking = new Questions((index) => say({ type: 'view', index, ticket: index }))
    questions.current = asking
    worker.onmessage = ({ data }: MessageEvent<FromReplay>) => {
      if (data.type === 'view') asking.answered(data.view)
      else if (data.type === 'grown') setLog((known) => joined(known, data))
      else setState(data.type === 'complete' ? 'ready' : 'failed')
    }
    worker.onerror = () => setState('failed')
    const url = urlOf(readPlanUpdates, { params: { planId } })
    const wentBack = (atOpening.current ?? []).map(
      ({ client, uptoSeq }) => [client, uptoSeq] as const,
    )
    say({ type: 'open', url, restores: wentBack })
    return () => {
      worker.terminate()
      questions.current = null
      setLog(EMPTY)
      setState('loading')
    }
  }, [planId, isKnown])
  const view = useCallback(
    (index: number, place: ViewPlace) =>
      questions.current?.view(index, place) ?? Promise.resolve(null),
    [],
  )
  return { log, state, view }
}
