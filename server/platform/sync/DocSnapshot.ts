import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * The parts of a snapshot, each as the bytes that are
 * sent or learnt from, so that serving decodes nothing.
 */
export type DocSnapshot = {
  /** The whole document as one Yjs update, without the text of what was deleted. */
  readonly state: Uint8Array
  /** Its state vector. */
  readonly vector: Uint8Array
  /** What somebody who has all of `vector` still lacks: an update of the deletions alone. */
  readonly deletions: Uint8Array
  /** Where its structs lie (`Knowledge`); null in one that does not tell parents apart. */
  readonly depths: Uint8Array | null
  /** Where in the state whose structs lie (`Runs`); null in one of the first version. */
  readonly runs: Uint8Array | null
}

const WITHOUT_RUNS = 1
const WITHOUT_PARENTS = 2
const VERSION = 3

/** Of a version that this build reads and does not make: nothing of it is believed. */
const OLD_DEPTHS = Uint8Array.of(0)

const versionOf = ({ runs, depths }: DocSnapshot): number => {
  if (!runs) return WITHOUT_RUNS
  return depths ? VERSION : WITHOUT_PARENTS
}

export const encodeSnapshot = (snapshot: DocSnapshot): Uint8Array => {
  const { state, vector, deletions, depths, runs } = snapshot
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, versionOf(snapshot))
  const parts = [vector, deletions, depths ?? OLD_DEPTHS, ...(runs ? [runs] : []), state]
  for (const part of parts) encoding.writeVarUint8Array(encoder, part)
  return encoding.toUint8Array(encoder)
}

/** Views into `bytes`. Throws when they are of a version this build does not know. */
export const decodeSnapshot = (bytes: Uint8Array): DocSnapshot => {
  const decoder = decoding.createDecoder(bytes)
  const version = decoding.readVarUint(decoder)
  if (version < WITHOUT_RUNS || version > VERSION)
    throw new Error(`a snapshot of unknown version ${version}`)
  const vector = decoding.readVarUint8Array(decoder)
  const deletions = decoding.readVarUint8Array(decoder)
  const depths = decoding.readVarUint8Array(decoder)
  const runs = version === WITHOUT_RUNS ? null : decoding.readVarUint8Array(decoder)
  const state = decoding.readVarUint8Array(decoder)
  return { state, vector, deletions, depths: version === VERSION ? depths : null, runs }
}

/** A document nobody has written into. */
export const emptySnapshot: DocSnapshot = {
  state: Uint8Array.of(0, 0),
  vector: Uint8Array.of(0),
  deletions: Uint8Array.of(0, 0),
  // No roots, no clients.
  depths: Uint8Array.of(0, 0),
  runs: Uint8Array.of(0),
}
