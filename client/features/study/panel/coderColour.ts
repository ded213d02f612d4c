/** Coders beside oneself, by the order of their rows: lines on night ground, told apart by name too. */
export const coderColour = (index: number, isOwn: boolean): string =>
  isOwn ? 'var(--night-ink)' : `var(--coder-${index % 3})`
