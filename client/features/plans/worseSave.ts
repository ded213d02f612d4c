import type { SaveBadgeState } from './SaveBadge.tsx'

const badness: readonly SaveBadgeState[] = ['saved', 'saving', 'local', 'unsaved']

/** Text and comments are two documents and one badge: it says the less safe of the two. */
export const worseSave = (a: SaveBadgeState, b: SaveBadgeState): SaveBadgeState =>
  badness.indexOf(a) >= badness.indexOf(b) ? a : b
