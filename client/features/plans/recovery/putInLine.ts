import * as Y from 'yjs'
import { diffText } from '#shared/plans/diffText.ts'
import { planText, wordsOf } from '#shared/plans/planText.ts'

/** What the line says by now, what it is to say, and in which step it stood; null: in none, or unknown. */
type LineEdit = {
  readonly line: string
  readonly becomes: string
  readonly stepId: string | null
}

type Span = { readonly from: Y.RelativePosition; readonly to: Y.RelativePosition }

const indexOf = (doc: Y.Doc, position: Y.RelativePosition): number | null =>
  Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? null

/**
 * Puts the words a line lacks back where they stood in it, as long as it still says what it said;
 * what it says besides stays. Of several that say so it is the one in its step. Answers with what takes
 * them out again; null when no line says so.
 */
export const putInLine = (
  doc: Y.Doc,
  body: Y.XmlFragment,
  { line, becomes, stepId }: LineEdit,
): (() => void) | null => {
  const runs = planText(body).runs.filter((run) => wordsOf(run.text) === line)
  const { text } = runs.find((run) => run.stepId === stepId) ?? runs[0] ?? {}
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
