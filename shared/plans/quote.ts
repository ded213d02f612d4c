import type { Anchor } from './comments.ts'
import type { PlanText } from './planText.ts'

/** The contract's limit for a quote. */
export const MAX_QUOTE = 500

/** Fewer letters than this, found outside their step and without their neighbours, prove nothing. */
const TELLING_LENGTH = 6
const TELLING_CONTEXT = 4

type Range = { readonly from: number; readonly to: number }
type Found = Range & { readonly context: number }

const plain = (words: string): string => words.replace(/\n/g, '')

/** A paragraph that was split or joined still says the same. */
export const sameWords = (a: string, b: string): boolean => plain(a) === plain(b)

/** Text without its newlines, and where each of its characters stood. */
const joined = (value: string) => {
  const places: number[] = []
  for (let i = 0; i < value.length; i += 1) if (value[i] !== '\n') places.push(i)
  return { value: plain(value), places }
}

const commonEnd = (a: string, b: string): number => {
  let n = 0
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1
  return n
}

const commonStart = (a: string, b: string): number => {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1
  return n
}

const occurrences = (text: PlanText, anchor: Anchor): readonly Found[] => {
  const all = joined(text.value)
  const quote = plain(anchor.quote)
  const found: Found[] = []
  for (let at = all.value.indexOf(quote); at >= 0; at = all.value.indexOf(quote, at + 1)) {
    const end = at + quote.length
    found.push({
      from: all.places[at] ?? 0,
      to: (all.places[end - 1] ?? 0) + 1,
      context:
        commonEnd(all.value.slice(0, at), plain(anchor.prefix)) +
        commonStart(all.value.slice(end), plain(anchor.suffix)),
    })
  }
  return found
}

const best = (found: readonly Found[]): Found | null =>
  found.reduce<Found | null>((a, b) => (a === null || b.context > a.context ? b : a), null)

/** Those that stand in a step. They and the runs are in reading order, so both are walked once. */
const inStep = (
  found: readonly Found[],
  { runs }: PlanText,
  stepId: string | null,
): readonly Found[] => {
  let at = 0
  return found.filter(({ from }) => {
    let run = runs[at]
    while (run && run.from + run.length <= from) {
      at += 1
      run = runs[at]
    }
    return (run && run.from <= from ? run.stepId : null) === stepId
  })
}

/**
 * Looks for an anchor's words. While some of the original characters are `held`, only a place that
 * overlaps them counts: the same words elsewhere are other words.
 */
export const findQuote = (text: PlanText, anchor: Anchor, held: Range | null): Range | null => {
  if (plain(anchor.quote) === '') return null
  const found = occurrences(text, anchor)
  if (held) return best(found.filter(({ from, to }) => from < held.to && to > held.from))
  const near = best(inStep(found, text, anchor.stepId))
  if (near && isTelling(near, anchor, found)) return near
  const anywhere = best(found)
  return anywhere && isTelling(anywhere, anchor, found) ? anywhere : null
}

const isTelling = (place: Found, anchor: Anchor, all: readonly Found[]): boolean =>
  place.context >= TELLING_CONTEXT ||
  (all.length === 1 && plain(anchor.quote).length >= TELLING_LENGTH)
