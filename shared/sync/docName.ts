/** The kinds of document rooms. One permission, one Y.Doc. */
export const docKinds = ['plan', 'comments', 'classroom'] as const
export type DocKind = (typeof docKinds)[number]
export type DocName = `${DocKind}:${string}`

/**
 * `plan:<planId>`, `comments:<planId>`, `classroom:<classroomId>`;
 * null for anything else. The only parser.
 */
export const parseDocName = (
  name: string,
): { readonly kind: DocKind; readonly id: string } | null => {
  const match = /^(plan|comments|classroom):([A-Za-z0-9_-]{8,40})$/.exec(name)
  return match?.[1] && match[2] ? { kind: match[1] as DocKind, id: match[2] } : null
}

export const docName = (kind: DocKind, id: string): DocName => `${kind}:${id}`
