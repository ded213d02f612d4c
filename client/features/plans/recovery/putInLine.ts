import * as Y from 'yjs'
import { diffText } from '#shared/plans/diffText.ts'
import { planText, wordsOf } from '#shared/plans/planText.ts'

type Span = { readonly from: Y.RelativePosition; readonly to: Y.RelativePosition }

const indexOf = (doc: Y.Doc, position: Y.RelativePosition): number | null =>
  Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? null

/**
 * Puts the words a line lacks back where they stood in it, as long as it still says what it said;
 * what it says besides stays. Answers with what takes them out again; null when no line says so.
 */
export const putInLine = (
  doc: Y.Doc,
  body: Y.XmlFragment,
  { line, becomes }: { readonly line: string; readonly becomes: string },
): (() => void) | null => {
  const text = planText(body).runs.find((run) => wordsOf(run.text) === line)?.text
  if (!text) return null
  const spans: Span[] = []
  let index = 0
  for (const piece of diffText(line, becomes)) {
    if (piece.kind !== 'added') index += piece.text.length
    else {
      text.insert(index, piece.text)
      spans.push({
        from: Y.createRelativePositionFromTypeIndex(text, index),
        to: Y.createRelativePositionFromTypeIndex(text, index + piece.text.length, -1),
      })
      index += piece.text.length
    }
  }
  return () => {
    for (const span of spans) {
      const [from, to] = [indexOf(doc, span.from), indexOf(doc, span.to)]
      if (from !== null && to !== null && to > from && !text._item?.deleted)
        text.delete(from, to - from)
    }
  }
}
