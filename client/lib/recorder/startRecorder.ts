import { createStore } from '../live/createStore.ts'
import { createRun, type Run } from './createRun.ts'
import { DEVICE_LOCK, holdLock } from './locks.ts'
import { pickFormat } from './pickFormat.ts'
import { sliceStore } from './sliceStore.ts'
import type { Recorder, RecorderOptions, RecorderSnapshot } from './types.ts'

const first: RecorderSnapshot = {
  state: 'recording',
  localSlices: 0,
  sentSlices: 0,
  localBytes: 0,
  problem: null,
  isLasting: true,
}

const sum = (runs: readonly Run[]): Omit<RecorderSnapshot, 'state'> => {
  const counts = runs.map((run) => run.counts())
  return {
    localSlices: counts.reduce((n, own) => n + own.made - own.sent - own.dropped, 0),
    sentSlices: counts.reduce((n, own) => n + own.sent, 0),
    localBytes: counts.reduce((n, own) => n + own.localBytes, 0),
    problem: counts.map((own) => own.problem).find((problem) => problem !== null) ?? null,
    isLasting: counts.every((own) => own.isLasting),
  }
}

/** A MediaRecorder that ends by itself (codec, device change) is followed by another one. */
const isAlive = (stream: MediaStream): boolean =>
  stream.getTracks().some((track) => track.readyState === 'live')

/**
 * Records what this device sends, in 1 s slices, stored here before they are sent. One recorder per
 * device: a second page waits (`stuck`, `conflict`) and takes over when the first is gone.
 */
export const startRecorder = (options: RecorderOptions): Recorder => {
  const store = createStore<RecorderSnapshot>(first)
  const slices = sliceStore()
  const runs: Run[] = []
  const waiting = new AbortController()
  let release: () => void = () => undefined
  let isStopping = false
  let isRefused = false

  const show = (state?: RecorderSnapshot['state']): void =>
    store.set({ ...sum(runs), state: state ?? store.getSnapshot().state })

  const begin = (): void => {
    const mime = pickFormat(options.stream.getVideoTracks().length > 0)
    if (!mime) {
      store.set({ ...first, state: 'stuck', problem: 'recordings/bad-media' })
      return
    }
    const run = createRun(options, mime, slices, () => show())
    runs.push(run)
    show('recording')
    void run.stopped.then(async () => {
      if (isStopping) return
      await run.stop()
      if (isAlive(options.stream) && !isRefused) begin()
      else await finish()
    })
    void run.sent.then((end) => {
      if (end !== 'refused' || isStopping) return
      isRefused = true
      void stop()
    })
  }

  const finish = async (): Promise<void> => {
    release()
    show('uploading')
    const ends = await Promise.all(runs.map((run) => run.sent))
    show(ends.includes('stuck') ? 'stuck' : 'done')
  }

  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    waiting.abort()
    await runs[runs.length - 1]?.stop()
    void finish()
  }

  // Asks the browser not to clear our storage when the disk gets tight; a no changes nothing.
  void navigator.storage?.persist?.().catch(() => false)
  void holdLock(
    DEVICE_LOCK,
    () =>
      new Promise<void>((resolve) => {
        release = resolve
        if (isStopping) resolve()
        else begin()
      }),
    {
      signal: waiting.signal,
      onWait: () => store.set({ ...first, state: 'stuck', problem: 'conflict' }),
    },
  )

  return { subscribe: store.subscribe, getSnapshot: store.getSnapshot, stop }
}
