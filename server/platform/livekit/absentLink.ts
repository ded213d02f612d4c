import type { MediaLink } from './MediaLink.ts'

/** Switched off by configuration: classrooms run with slides and run-sheet only. */
export const absentLink = (detail: string): MediaLink => ({
  start: () => undefined,
  address: () => null,
  credentials: () => ({ apiKey: '', apiSecret: '' }),
  status: () => ({ state: 'absent', detail }),
  onStatus: () => () => undefined,
  close: async () => undefined,
})
