import type { DeviceId, UserId } from '#shared/ids.ts'

/** Ids hold no colon, so the two halves part without doubt. The same device twice ends the older. */
export const participantIdentity = (userId: UserId, deviceId: DeviceId): string =>
  `${userId}:${deviceId}`

/** Null for identities that are not ours, e.g. a recorder somebody attached to an external server. */
export const parseIdentity = (
  identity: string,
): { readonly userId: string; readonly deviceId: string } | null => {
  const [userId, deviceId, ...rest] = identity.split(':')
  return userId && deviceId && rest.length === 0 ? { userId, deviceId } : null
}
