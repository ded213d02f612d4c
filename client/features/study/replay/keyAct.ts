/** What a key means while a recording is studied. */
export type KeyAct =
  | { readonly type: 'toggle' | 'pause' | 'faster' | 'comment' | 'undo' | 'help' | 'disagreement' }
  | { readonly type: 'skip' | 'frame'; readonly ms: number }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'code'; readonly code: 'T' | 'S' }

/** One frame of a camera that gives 25 a second. */
const FRAME_MS = 40

type Pressed = {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

const plain: Readonly<Record<string, KeyAct>> = {
  ' ': { type: 'toggle' },
  ',': { type: 'frame', ms: -FRAME_MS },
  '.': { type: 'frame', ms: FRAME_MS },
  j: { type: 'skip', ms: -10_000 },
  k: { type: 'pause' },
  l: { type: 'faster' },
  c: { type: 'comment' },
  t: { type: 'code', code: 'T' },
  s: { type: 'code', code: 'S' },
  Tab: { type: 'disagreement' },
  Backspace: { type: 'undo' },
  '?': { type: 'help' },
  '+': { type: 'zoom', factor: 0.5 },
  '=': { type: 'zoom', factor: 0.5 },
  '-': { type: 'zoom', factor: 2 },
}

/** Keys with Ctrl, Alt or ⌘ are the browser's; Shift+Tab walks back as everywhere. */
export const keyAct = (event: Pressed): KeyAct | null => {
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  if (event.key === 'ArrowLeft') return { type: 'skip', ms: event.shiftKey ? -5000 : -1000 }
  if (event.key === 'ArrowRight') return { type: 'skip', ms: event.shiftKey ? 5000 : 1000 }
  if (event.key === 'Tab' && event.shiftKey) return null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return plain[key] ?? null
}
