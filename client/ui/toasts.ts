export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'done' | 'problem'
  readonly undo: (() => void) | null
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

const change = (next: readonly Toast[]): void => {
  toasts = next
  for (const tell of listeners) tell()
}

export const dismissToast = (id: number): void => change(toasts.filter((toast) => toast.id !== id))

/** What was offered to be undone cannot be undone any more. */
export const withdrawUndo = (): void => change(toasts.filter(({ undo }) => undo === null))

/**
 * Confirms what went well for 6 s, with 撤回 where it can be undone. A problem stays 12 s. Answers
 * with what takes it away as soon as it is not so any more.
 */
export const showToast = (
  text: string,
  options: { readonly tone?: 'done' | 'problem'; readonly undo?: () => void } = {},
): (() => void) => {
  const id = nextId++
  const tone = options.tone ?? 'done'
  change([
    ...toasts.filter((toast) => toast.text !== text).slice(-2),
    { id, text, tone, undo: options.undo ?? null },
  ])
  const dismiss = (): void => dismissToast(id)
  setTimeout(dismiss, tone === 'done' ? 6_000 : 12_000)
  return dismiss
}

export const toastStore = {
  subscribe: (tell: () => void): (() => void) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  },
  getSnapshot: (): readonly Toast[] => toasts,
}
