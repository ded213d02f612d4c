import type { Node } from '@tiptap/pm/model'
import type * as Y from 'yjs'
import { blockAt, type LineLetters, namesIn, startOf } from './lineLetters.ts'
import { wordsOf } from './sameLine.ts'

/** The plan after others' changes, and how much this page had of every page before them. */
export type Changed = {
  readonly paper: Node
  readonly body: Y.XmlFragment
  readonly known: ReadonlyMap<number, number>
}

/** A line as it was before the changes: its letters, what they say, and where one was writing. */
export type LineBefore = {
  readonly letters: LineLetters
  readonly words: string
  readonly caret: number
}

/** What the lines that came directly before or behind a line say, each letter with its place. */
type Came = { readonly words: string; readonly places: readonly number[] }

const cameBeside = (start: number, side: 'before' | 'behind', changed: Changed): Came => {
  const { paper, body, known } = changed
  const lines: { readonly start: number; readonly words: string }[] = []
  paper.descendants((node, pos) => {
    if (node.isTextblock) lines.push({ start: pos + 1, words: wordsOf(node) })
    return !node.isTextblock
  })
  const stoodBefore = (line: (typeof lines)[number]): boolean => {
    const id = blockAt(body, paper.resolve(line.start))?._item?.id
    return id === undefined || id.clock < (known.get(id.client) ?? 0)
  }
  const beside = lines.filter((line) =>
    side === 'behind' ? line.start > start : line.start < start,
  )
  const last = side === 'behind' ? beside.findIndex(stoodBefore) : beside.findLastIndex(stoodBefore)
  const from = side === 'behind' ? 0 : last + 1
  const to = side === 'behind' && last >= 0 ? last : beside.length
  const came = beside.slice(from, to)
  return {
    words: came.map(({ words }) => words).join(''),
    places: came.flatMap((line) => Array.from(line.words.split(''), (_, at) => line.start + at)),
  }
}

/**
 * Where the letters of a line are after others' changes, while its block stands. The binding looks for
 * the caret by its number in the line as soon as the line says something else; letters have names.
 */
export class ChangedLine {
  /** Where the line's first letter is now; null when its block is not in the paper. */
  readonly start: number | null
  /** The letters before the caret that were typed on this page: others may not have had them yet. */
  readonly typed: { readonly from: number; readonly to: number }
  readonly #line: LineBefore
  readonly #changed: Changed
  readonly #standing: ReadonlyMap<string, number>

  constructor(line: LineBefore, changed: Changed) {
    const { body, paper } = changed
    this.#line = line
    this.#changed = changed
    this.#standing = new Map(namesIn(line.letters.block).map((name, index) => [name, index]))
    this.start = startOf(line.letters.block, body, paper)
    const own = `${body.doc?.clientID}.`
    const { names } = line.letters
    const mayBeApart = this.indexOf(line.caret) === undefined
    let from = line.caret
    while (mayBeApart && this.indexOf(from - 1) !== undefined && names[from - 1]?.startsWith(own))
      from -= 1
    this.typed = { from, to: line.caret }
  }

  /** Behind the letter before the place, wherever that letter went; the line's first goes by the next. */
  behind(offset: number): number {
    if (offset === 0) return this.#movedTo(0) ?? this.#standingBehind(0)
    const letter = (offset === this.typed.to ? this.typed.from : offset) - 1
    const moved = this.#movedTo(letter)
    return moved === null ? this.#standingBehind(offset) : moved + 1
  }

  /** Before the letter at the place, wherever that letter went. */
  before(offset: number): number {
    const index = this.indexOf(offset)
    if (index !== undefined) return (this.start ?? 0) + index
    return this.#movedTo(offset) ?? this.#standingBehind(offset)
  }

  /** What stood from here to the caret, and where it is in the line; whole, if nobody wrote within. */
  now(from: number): {
    readonly words: string
    readonly offset: number
    readonly isWhole: boolean
  } {
    const { to } = this.typed
    const words = this.#line.words.slice(from, to)
    const offset = this.indexOf(from) ?? 0
    const isInOne = this.indexOf(to - 1) === offset + words.length - 1
    return { words, offset, isWhole: words !== '' && isInOne && !words.includes('\n') }
  }

  /** Which of the line's letters this one is now; undefined when it has gone. */
  indexOf(letter: number): number | undefined {
    return this.#standing.get(this.#line.letters.names[letter] ?? '')
  }

  #standingBehind(offset: number): number {
    for (let letter = offset - 1; letter >= 0; letter -= 1) {
      const index = this.indexOf(letter)
      if (index !== undefined) return (this.start ?? 0) + index + 1
    }
    return this.start ?? 0
  }

  /**
   * Whoever splits a line takes all its letters from somewhere on into a line that comes behind it;
   * or, where a list hangs on the line, those up to somewhere into a line before it.
   */
  #movedTo(letter: number): number | null {
    const { length } = this.#line.letters.names
    if (letter < 0 || letter >= length || this.indexOf(letter) !== undefined) return null
    let [from, to] = [letter, letter + 1]
    while (from > 0 && this.indexOf(from - 1) === undefined) from -= 1
    while (to < length && this.indexOf(to) === undefined) to += 1
    return (
      this.#movedWithin(letter, from, to) ??
      this.#movedBehind(letter, from) ??
      this.#movedBefore(letter, to)
    )
  }

  /** A line break that comes or goes makes what is behind it anew, in the same block. */
  #movedWithin(letter: number, from: number, to: number): number | null {
    if (this.start === null) return null
    const now = wordsOf(this.#changed.paper.resolve(this.start).parent)
    const before = this.#line.words
    const hasAsMany = now.split('\n').length === before.split('\n').length
    if (hasAsMany || before[letter] === '\n') return null
    const first = Math.max(from, before.lastIndexOf('\n', letter) + 1)
    const words = before.slice(first, to).split('\n')[0] ?? ''
    const known = new Set(this.#line.letters.names)
    const came = [...this.#standing].flatMap(([name, index]) => (known.has(name) ? [] : [index]))
    const at = came
      .map((index) => now[index])
      .join('')
      .indexOf(words)
    const index = at < 0 ? undefined : came[at + letter - first]
    return index === undefined ? null : this.start + index
  }

  #movedBehind(letter: number, from: number): number | null {
    // Of a split something stays before what was typed: else the words before it were only taken out.
    if (from === 0 && this.#hasTyped) return null
    const words = this.#goneWords(from, this.#line.letters.names.length)
    if (words === null) return null
    const came = cameBeside(this.start ?? 0, 'behind', this.#changed)
    const at = came.words.indexOf(words)
    return at < 0 ? null : (came.places[at + letter - from] ?? null)
  }

  #movedBefore(letter: number, to: number): number | null {
    // At the end of the line it is the second half, which stands, that one was writing.
    if (this.#hasTyped && this.typed.to === this.#line.letters.names.length) return null
    const words = this.#goneWords(0, to)
    if (words === null) return null
    const came = cameBeside(this.start ?? 0, 'before', this.#changed)
    const at = came.words.lastIndexOf(words)
    return at < 0 ? null : (came.places[at + words.length - (to - letter)] ?? null)
  }

  get #hasTyped(): boolean {
    return this.typed.from < this.typed.to
  }

  /** What stood between; null when something of it stands that others had. */
  #goneWords(from: number, to: number): string | null {
    let words = ''
    for (let letter = from; letter < to; letter += 1) {
      const isTyped = this.typed.from <= letter && letter < this.typed.to
      if (this.indexOf(letter) === undefined) words += this.#line.words[letter] ?? ''
      else if (!isTyped) return null
    }
    return words
  }
}
