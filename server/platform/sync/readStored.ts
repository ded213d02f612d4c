import { readUpdate, type UpdateShape } from './readUpdate.ts'

/**
 * Reads an update of the log or the state of a snapshot, however large. An earlier build took in
 * some of what `readUpdate` refuses by now (BigInts, lists of JSON texts, what is named `__proto__`,
 * long names), and everybody's Yjs reads it: it must not become unreadable for being stored. Throws
 * MalformedBytes on what no Yjs could read.
 */
export const readStored = (bytes: Uint8Array): UpdateShape => readUpdate(bytes, { isStored: true })
