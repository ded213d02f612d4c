import type * as Y from 'yjs'
import type { ChangedLine } from './ChangedLine.ts'
import { type Spot, textAt } from './lineLetters.ts'

/**
 * Whoever splits a line takes with them what they saw of it. What was typed before the caret and had
 * not reached them is left in the other half, in the middle of nothing; only its author's page knows
 * that it belongs with the rest, so that page puts it there, once and as a new edit.
 */
export const carryTyped = (line: ChangedLine, from: Y.XmlElement, to: Spot): void => {
  const { words, offset, isWhole } = line.now(line.typed.from)
  if (!isWhole) return
  const old = textAt({ block: from, offset }, words.length)
  const now = textAt(to, 0)
  if (!old || !now) return
  from.doc?.transact(() => {
    old.text.delete(old.at, words.length)
    now.text.insert(now.at, words)
  }, 'carryOver')
}
