import type { CodeRow } from '../coding/codeRows.ts'

/** Coders beside oneself, by the order of their rows: lines on night ground, told apart by name too. */
export const coderColour = (rows: readonly CodeRow[], row: CodeRow): string =>
  row.isOwn
    ? 'var(--night-ink)'
    : `var(--coder-${rows.filter((own) => !own.isOwn).indexOf(row) % 3})`
