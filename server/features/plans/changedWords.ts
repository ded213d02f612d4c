const SHOWN = 60

/** The first line, short enough for a line of 备课组动态. */
export const firstWords = (text: string): string => {
  const [line = ''] = text.trim().split('\n')
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line
}

/**
 * The words an edit left behind: the longest line of the plan's text that was not there before;
 * null when nothing was written, only taken away or moved.
 */
export const changedWords = (before: string, after: string): string | null => {
  const old = new Set(before.split('\n'))
  const written = after.split('\n').filter((line) => line.trim() !== '' && !old.has(line))
  const longest = written.reduce((a, b) => (b.length > a.length ? b : a), '')
  return longest === '' ? null : firstWords(longest)
}
