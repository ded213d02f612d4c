import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Placing } from './placing.ts'

/** Where a struct lies, and in which parent: an item, or a root, by its number under `ROOT`. */
export type Place = {
  readonly placing: Placing
  readonly client: number
  readonly clock: number
}

/** In the place of a client id. */
export const ROOT = -1

/** Of what was garbage-collected, by its writer or before the last folding, or is unknown. */
export const NOWHERE: Place = { placing: 0, client: ROOT, clock: -1 }

/**
 * `[clock, placing, client, clock, …]`: from each clock on, structs lie there in the document, in
 * that parent.
 */
export type PlacingRuns = number[]

const WIDTH = 4

const placeOfRun = (runs: PlacingRuns, at: number): Place => ({
  placing: runs[at + 1] ?? 0,
  client: runs[at + 2] ?? ROOT,
  clock: runs[at + 3] ?? -1,
})

export const placeIn = (runs: PlacingRuns | undefined, clock: number): Place | undefined => {
  if (!runs || runs.length === 0 || clock < (runs[0] ?? 0)) return undefined
  let low = 0
  let high = runs.length / WIDTH - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((runs[middle * WIDTH] ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  return placeOfRun(runs, low * WIDTH)
}

export const lastPlaceIn = (runs: PlacingRuns): Place => placeOfRun(runs, runs.length - WIDTH)

export const haveSameParent = (a: Place, b: Place): boolean =>
  a.client === b.client && a.clock === b.clock

/** How the parent of a run is told: most lie in what their own client has made. */
const told = { nowhere: 0, root: 1, own: 2, other: 3 } as const

const howTold = ({ placing, client }: Place, own: number): number => {
  if (placing === 0) return told.nowhere
  if (client === ROOT) return told.root
  return client === own ? told.own : told.other
}

export const writeRuns = (encoder: encoding.Encoder, own: number, runs: PlacingRuns): void => {
  encoding.writeVarUint(encoder, runs.length / WIDTH)
  for (let at = 0; at < runs.length; at += WIDTH) {
    const place = placeOfRun(runs, at)
    const how = howTold(place, own)
    encoding.writeVarUint(encoder, runs[at] ?? 0)
    encoding.writeVarUint(encoder, how)
    if (how === told.nowhere) continue
    encoding.writeVarUint(encoder, place.placing)
    if (how === told.other) encoding.writeVarUint(encoder, place.client)
    encoding.writeVarUint(encoder, place.clock)
  }
}

export const readRuns = (decoder: decoding.Decoder, own: number): PlacingRuns => {
  const count = decoding.readVarUint(decoder)
  // No longer than it has to be: most of them grow no more.
  const runs: PlacingRuns = new Array(count * WIDTH)
  for (let at = 0; at < runs.length; at += WIDTH) {
    runs[at] = decoding.readVarUint(decoder)
    const { placing, client, clock } = readPlace(decoder, own)
    runs[at + 1] = placing
    runs[at + 2] = client
    runs[at + 3] = clock
  }
  return runs
}

const readPlace = (decoder: decoding.Decoder, own: number): Place => {
  const how = decoding.readVarUint(decoder)
  if (how === told.nowhere) return NOWHERE
  const placing = decoding.readVarUint(decoder)
  const foreign = how === told.other ? decoding.readVarUint(decoder) : own
  const client = how === told.root ? ROOT : foreign
  return { placing, client, clock: decoding.readVarUint(decoder) }
}
