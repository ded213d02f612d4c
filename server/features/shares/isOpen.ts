import type { ShareRow } from './repo.ts'

/** Neither revoked nor expired at `now` (ms since 1970). */
export const isOpen = (share: ShareRow, now: number): boolean =>
  share.revokedAt === null && now < share.expiresAt
