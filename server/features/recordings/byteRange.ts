export type ByteRange = { readonly start: number; readonly end: number }

/**
 * The one range a `Range` header asks for, half-open. `whole`: no range, several, or one we cannot
 * read (RFC 9110 lets us ignore those). `unsatisfiable`: beyond the end.
 */
export const byteRange = (
  header: string | undefined,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'
  if (match[1] === '') {
    const length = Number(match[2])
    return length === 0 || size === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, size - length), end: size }
  }
  const start = Number(match[1])
  const last = match[2] === '' ? size - 1 : Number(match[2])
  if (start >= size) return 'unsatisfiable'
  if (last < start) return 'whole'
  return { start, end: Math.min(size, last + 1) }
}
