const SHOWN = 60

/** The first line, short enough for a line of 备课组动态. */
export const firstWords = (text: string): string => {
  const [line = ''] = text.trim().split('\n')
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line
}

const commonStart = (a: string, b: string): number => {
  let n = 0
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1
  return n
}

const commonEnd = (a: string, b: string): number => {
  const most = Math.min(a.length, b.length) - commonStart(a, b)
  let n = 0
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1
  return n
}

const sameness = (a: string, b: string): number => commonStart(a, b) + commonEnd(a, b)

const linesOf = (text: string): readonly string[] => text.split('\n')

/** The longest line that was not there before; null when nothing was written. */
export const writtenLine = (before: string, after: string): string | null => {
  const known = new Set(linesOf(before))
  const written = linesOf(after).filter((line) => line.trim() !== '' && !known.has(line))
  return written.length === 0 ? null : written.reduce((a, b) => (b.length > a.length ? b : a))
}

/**
 * What a line says that the line it came from did not: that one is whichever of the lines that are
 * gone since `before` is most like it. Null when it only lost words.
 */
export const newWords = (line: string, before: string, after: string): string | null => {
  const kept = new Set(linesOf(after))
  const gone = linesOf(before).filter((old) => !kept.has(old))
  const from = gone.reduce((a, b) => (sameness(line, b) > sameness(line, a) ? b : a), '')
  const part = line.slice(commonStart(line, from), line.length - commonEnd(line, from)).trim()
  return part === '' ? null : firstWords(part)
}
