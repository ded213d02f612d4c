import type { Import, Module } from './parseModule.ts'

/** One import of the tree, resolved. */
export type Link = Import & {
  readonly from: string
  /** A path from the root, `npm:name/…` or `node:name`. */
  readonly to: string
  readonly isFound: boolean
}

/** `[file, what stands in it]`; the file replaces or joins the miniature tree. */
export type Plant = readonly [path: string, source: string]

/** A law without a mistake it catches is a wish: both lists have at least one entry. */
type Planted = {
  readonly caught: readonly [Plant, ...Plant[]]
  readonly fine: readonly [Plant, ...Plant[]]
}

/**
 * Nobody in `from` may import `to`, unless it is `except`. Regular expressions over paths; `$1` in
 * `to` and `except` is what the first group of `from` found, so that a law needs no list of features.
 */
export type ImportLaw = Planted & {
  readonly name: string
  readonly because: string
  readonly from: string
  readonly to: string
  readonly except?: string
  /** Tests see everything on their side; the walls between the sides bind them too. */
  readonly tests: 'bound' | 'free'
}

export type Finding = { readonly line: number; readonly what: string }

/** A law about what stands in a file rather than about whom it imports. */
export type CodeLaw = Planted & {
  readonly name: string
  readonly because: string
  readonly within: string
  readonly except?: string
  find(module: Module): readonly Finding[]
}

export type Violation = Finding & { readonly law: string; readonly file: string }

/** Tests, acceptance suites of ports, and what only they use. */
export const LEAF = String.raw`(\.(test|spec)\.tsx?|\.contract\.ts)$|(^|/)testing(/|\.tsx?$)|^e2e/`

export const isLeaf = (path: string): boolean => new RegExp(LEAF).test(path)

export const inWords = ({ law, file, line, what }: Violation): string =>
  `${file}:${line}  ${what}  [${law}]`
