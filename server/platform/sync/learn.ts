import { MalformedBytes } from './ByteReader.ts'
import type { Knowledge } from './Knowledge.ts'
import { readStored } from './readStored.ts'
import { withoutKnown } from './withoutKnown.ts'

/**
 * What of a stored update is new to `knowledge`, which has it then; null when it has to wait for another
 * or cannot be read.
 */
export const learn = (knowledge: Knowledge, update: Uint8Array): Uint8Array | null => {
  try {
    const read = { bytes: update, shape: readStored(update) }
    const { bytes, shape } = withoutKnown(read, knowledge, readStored)
    const assessment = knowledge.assess(shape)
    if (assessment.kind === 'gap') return null
    knowledge.take(assessment.news)
    return bytes
  } catch (thrown) {
    if (thrown instanceof MalformedBytes) return null
    throw thrown
  }
}
