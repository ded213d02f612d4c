import { send } from '#client/lib/api/call.ts'
import { PROBE_LIMIT_BYTES, PROBE_PATH } from '#shared/classrooms/contract.ts'
import type { NetworkFigures } from './networkVerdict.ts'

const url = (bytes: number): string => `/api${PROBE_PATH}?bytes=${bytes}`

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now()
  await work()
  return performance.now() - before
}

const download = (bytes: number, signal: AbortSignal) =>
  send(url(bytes), { method: 'GET', cache: 'no-store', signal }).then((answer) =>
    answer.arrayBuffer(),
  )

const upload = (bytes: number, signal: AbortSignal) =>
  send(url(0), {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream' },
    signal,
  })

/** A first small piece tells how large the measured one may be; a slow link is not kept busy. */
const SMALL = 32 * 1024
const QUICK_MS = 500

const throughput = async (
  move: (bytes: number, signal: AbortSignal) => Promise<unknown>,
  roundTripMs: number,
  signal: AbortSignal,
): Promise<number> => {
  let bytes = SMALL
  let tookMs = await timed(() => move(bytes, signal))
  if (tookMs < QUICK_MS) {
    bytes = PROBE_LIMIT_BYTES
    tookMs = await timed(() => move(bytes, signal))
  }
  const movingMs = Math.max(1, tookMs - roundTripMs)
  return (bytes * 8) / 1000 / movingMs
}

/** Round trip and throughput to our own server: at most about a megabyte, a few seconds. */
export const probeNetwork = async (signal: AbortSignal): Promise<NetworkFigures> => {
  const trips: number[] = []
  for (let trip = 0; trip < 5; trip++) trips.push(await timed(() => download(0, signal)))
  // The first one may have opened the connection; the best is the way itself.
  const roundTripMs = Math.min(...trips)
  const downMbits = await throughput(download, roundTripMs, signal)
  const upMbits = await throughput(upload, roundTripMs, signal)
  return { roundTripMs, upMbits, downMbits }
}
