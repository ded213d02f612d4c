import type { MediaState, MediaStatus } from './MediaServer.ts'

export type StatusBoard = {
  readonly current: () => MediaStatus
  readonly onChange: (listener: (status: MediaStatus) => void) => () => void
  readonly set: (state: MediaState, detail: string) => void
}

/** Keeps the last status and tells listeners when it becomes another. */
export const statusBoard = (first: MediaStatus): StatusBoard => {
  const listeners = new Set<(status: MediaStatus) => void>()
  let status = first
  return {
    current: () => status,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (state, detail) => {
      if (status.state === state && status.detail === detail) return
      status = { state, detail }
      for (const listener of [...listeners]) listener(status)
    },
  }
}
