import { pairUp } from './pairUp.ts'

/** A stretch of a text: in both, only in the later one, or only in the earlier one. */
export type Piece = { readonly kind: 'same' | 'added' | 'gone'; readonly text: string }

const merged = (pieces: readonly Piece[]): readonly Piece[] => {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (piece.text === '') continue
    if (last?.kind === piece.kind) out[out.length - 1] = { ...last, text: last.text + piece.text }
    else out.push(piece)
  }
  return out
}

/** Within each stretch of change what went stands before what came. */
const ordered = (pieces: readonly Piece[]): readonly Piece[] => {
  const out: Piece[] = []
  let change: Piece[] = []
  const flush = (): void => {
    out.push(...change.filter(({ kind }) => kind === 'gone'))
    out.push(...change.filter(({ kind }) => kind === 'added'))
    change = []
  }
  for (const piece of pieces) {
    if (piece.kind !== 'same') change.push(piece)
    else {
      flush()
      out.push(piece)
    }
  }
  flush()
  return merged(out)
}

/**
 * One letter that happens to be in both, between two changes, helps nobody to read: it is said as
 * taken out and put in again.
 */
const withoutCrumbs = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.flatMap((piece, at): readonly Piece[] => {
    const isCrumb =
      piece.kind === 'same' && [...piece.text].length === 1 && at > 0 && at < pieces.length - 1
    const { text } = piece
    return isCrumb
      ? [
          { kind: 'gone', text },
          { kind: 'added', text },
        ]
      : [piece]
  })

const ENDS_A_SENTENCE = /[。！？；，、.!?;,]$/u

/**
 * “甲。” that became “甲。乙。” can be read as “。乙” put before the mark or “乙。” behind it, and people
 * mean the latter: a change is moved along until it ends where a sentence does.
 */
const settled = (pieces: readonly Piece[]): readonly Piece[] => {
  const out = [...pieces]
  for (let at = 1; at < out.length - 1; at += 1) {
    const [before, change, after] = [out[at - 1], out[at], out[at + 1]]
    const isBetween = before?.kind === 'same' && after?.kind === 'same'
    if (!change || change.kind === 'same' || !isBetween || ENDS_A_SENTENCE.test(change.text))
      continue
    const [moving, next] = [[...change.text], [...after.text]]
    let n = 0
    while (n < moving.length && n < next.length && moving[n] === next[n]) n += 1
    const shift = Array.from({ length: n }, (_, i) => i + 1).find((i) =>
      ENDS_A_SENTENCE.test(next[i - 1] ?? ''),
    )
    if (shift === undefined) continue
    const head = moving.slice(0, shift).join('')
    out[at - 1] = { kind: 'same', text: before.text + head }
    out[at] = { kind: change.kind, text: moving.slice(shift).join('') + head }
    out[at + 1] = { kind: 'same', text: next.slice(shift).join('') }
  }
  return merged(out)
}

/** What became of a text, letter by letter. Joined, all but `added` is `before` and all but `gone` is `after`. */
export const diffText = (before: string, after: string): readonly Piece[] => {
  const [a, b] = [[...before], [...after]]
  const pieces: Piece[] = []
  let [from, to] = [0, 0]
  const end = [a.length, b.length] as const
  for (const [i, j] of [...pairUp(a, b, (x, y) => x === y), end]) {
    pieces.push({ kind: 'gone', text: a.slice(from, i).join('') })
    pieces.push({ kind: 'added', text: b.slice(to, j).join('') })
    pieces.push({ kind: 'same', text: a[i] ?? '' })
    from = i + 1
    to = j + 1
  }
  return settled(ordered(withoutCrumbs(ordered(merged(pieces)))))
}
