import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import type { Anchor } from './comments.ts'
import { type PlanText, planText, type TextRun } from './planText.ts'
import { findQuote, MAX_QUOTE, sameWords } from './quote.ts'

/** Offsets into `planText(body).value`, half-open. */
export type TextRange = { readonly from: number; readonly to: number }

const CONTEXT = 32

/** The run that holds the character after (start) or before (end) an offset. */
const runAt = (runs: readonly TextRun[], offset: number, end: boolean): TextRun | undefined =>
  runs.find(({ from, length }) =>
    end ? offset > from && offset <= from + length : offset >= from && offset < from + length,
  )

const encode = (run: TextRun, offset: number, assoc: 0 | -1): string =>
  toBase64(
    Y.encodeRelativePosition(
      Y.createRelativePositionFromTypeIndex(run.text, offset - run.from, assoc),
    ),
  )

/**
 * Hangs an anchor on a range of words. Both ends cling to the characters inside, so that what is
 * typed right before or after stays outside. Null when the range holds no words.
 */
export const createAnchor = (body: Y.XmlFragment, range: TextRange): Anchor | null => {
  const text = planText(body)
  const chosen = text.value.slice(range.from, range.to)
  const from = range.from + (chosen.length - chosen.trimStart().length)
  const to = Math.min(range.to - (chosen.length - chosen.trimEnd().length), from + MAX_QUOTE)
  const first = runAt(text.runs, from, false)
  const last = runAt(text.runs, to, true)
  if (from >= to || !first || !last) return null
  return {
    start: encode(first, from, 0),
    end: encode(last, to, -1),
    quote: text.value.slice(from, to),
    prefix: text.value.slice(Math.max(0, from - CONTEXT), from),
    suffix: text.value.slice(to, to + CONTEXT),
    stepId: first.stepId,
  }
}

/** An anchor for words that are known only as words (the sample's threads). */
export const anchorOfQuote = (body: Y.XmlFragment, quote: string): Anchor | null => {
  const from = planText(body).value.indexOf(quote)
  return quote === '' || from < 0 ? null : createAnchor(body, { from, to: from + quote.length })
}

const decode = (doc: Y.Doc, text: PlanText, encoded: string): number | null => {
  try {
    const relative = Y.decodeRelativePosition(fromBase64(encoded))
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc)
    const run = text.runs.find((r) => r.text === absolute?.type)
    return run && absolute ? run.from + absolute.index : null
  } catch {
    // Written by another client: what cannot be decoded is an end that is gone.
    return null
  }
}

/**
 * Where a thread hangs now: the very characters it was put on; where these were cut, split or moved,
 * the quote found again, in its step first and then anywhere; null when the words are deleted
 * (原文已删除). Never changes the anchor, so an undo brings the place back.
 */
export const resolveAnchor = (
  body: Y.XmlFragment,
  anchor: Anchor,
  text: PlanText = planText(body),
): TextRange | null => {
  const doc = body.doc
  if (!doc) return null
  const from = decode(doc, text, anchor.start)
  const to = decode(doc, text, anchor.end)
  const held = from !== null && to !== null && from < to ? { from, to } : null
  if (held && sameWords(text.value.slice(held.from, held.to), anchor.quote)) return held
  return findQuote(text, anchor, held) ?? held
}
