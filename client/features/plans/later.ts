import type { UserId } from '#shared/ids.ts'

/** Sends what plans have left in this browser; whoever only turns to a plan's page does not wait for its code. */
export const sendLeftBehind = async (userId: UserId): Promise<void> => {
  const later = await import('./recovery/sendLeftBehind.ts')
  await later.sendLeftBehind(userId)
}
