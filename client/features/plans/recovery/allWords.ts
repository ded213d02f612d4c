import type { FoundWords } from '../../../lib/sync/openTray.ts'

/** Everything that waits, a line each. */
export const allWords = (entries: readonly FoundWords[]): string =>
  entries.map(({ text }) => text).join('\n')
