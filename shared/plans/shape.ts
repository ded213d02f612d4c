/**
 * What of the plan's schema can be known without the editor's libraries: a thread that only reads a
 * plan starts in half the time without them.
 */

/**
 * Raised whenever a node or an attribute changes its meaning. A page that is older than the document
 * must not bind an editor to it: what its schema does not know, the binding would delete.
 */
export const PLAN_SCHEMA_VERSION = 1

/** Root type of the Y.Doc `plan:<planId>`: an XmlFragment. */
export const PLAN_BODY = 'body'

/**
 * Root type of the same Y.Doc: a Y.Map in which the server notes, in the very edit that goes back to a
 * version, the client id of that edit under `last`. What was done before it cannot be undone any more.
 */
export const PLAN_RETURNS = 'returns'

export const rowKinds = ['lead', 'assist', 'student', 'intent'] as const
export type RowKind = (typeof rowKinds)[number]

/** Nodes that hold words themselves; a line of the plan's plain text each. */
export const textblocks: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'stepTitle',
  'tableCell',
  'tableHeader',
])

/** Nodes that lie in others and never among the plan's blocks. */
export const innerNodes: ReadonlySet<string> = new Set([
  'listItem',
  'tableRow',
  'tableCell',
  'tableHeader',
  'stepTitle',
  'stepRow',
  'hardBreak',
])

/** Nodes that hold no words themselves. */
export const holders: ReadonlySet<string> = new Set([
  'bulletList',
  'orderedList',
  'listItem',
  'table',
  'tableRow',
  'lessonStep',
  'stepRow',
  'hardBreak',
])
