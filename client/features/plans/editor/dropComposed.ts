import type * as Y from 'yjs'
import type { ChangedLine } from './ChangedLine.ts'
import { textAt } from './lineLetters.ts'

/**
 * An input method whose letters somebody has written between composes all of them once more at the
 * caret: the earlier ones go, and what was written between stays.
 */
export const dropComposed = (line: ChangedLine, block: Y.XmlElement, count: number): void => {
  const { to } = line.typed
  if (count === 0 || line.now(to - count).isWhole) return
  const left = Array.from({ length: count }, (_, index) => line.indexOf(to - 1 - index)).filter(
    (offset) => offset !== undefined,
  )
  if (left.length === 0) return
  block.doc?.transact(() => {
    for (const offset of left) {
      const found = textAt({ block, offset }, 1)
      found?.text.delete(found.at, 1)
    }
  }, 'dropComposed')
}
