import type { TimeRange } from '#shared/time.ts'

/** Spans by their beginning, with the latest end up to each: what a view shows is found by halving. */
export type SpanIndex<S extends TimeRange> = {
  readonly spans: readonly S[]
  readonly latestEnd: readonly number[]
}

export const indexSpans = <S extends TimeRange>(unsorted: readonly S[]): SpanIndex<S> => {
  const spans = [...unsorted].sort((a, b) => a.startMs - b.startMs)
  let latest = Number.NEGATIVE_INFINITY
  return {
    spans,
    latestEnd: spans.map((span) => {
      latest = Math.max(latest, span.endMs)
      return latest
    }),
  }
}

/** Those that touch [from, to]; moments (start = end) at either edge included. O(log n + found). */
export const spansBetween = <S extends TimeRange>(
  { spans, latestEnd }: SpanIndex<S>,
  fromMs: number,
  toMs: number,
): readonly S[] => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((latestEnd[middle] ?? 0) >= fromMs) high = middle
    else low = middle + 1
  }
  const found: S[] = []
  for (let i = low; i < spans.length; i += 1) {
    const span = spans[i]
    if (!span || span.startMs > toMs) break
    if (span.endMs >= fromMs) found.push(span)
  }
  return found
}
