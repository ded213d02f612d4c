import type { DeviceId } from '#shared/ids.ts'

const STORED = 'yanke.device'

/** 22 URL-safe characters from 16 random bytes. `crypto.randomUUID` does not exist on plain http. */
export const randomId = <Id extends string>(): Id => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22) as Id
}

/** This tab: kept over reloads, new for a duplicated tab only when the first still lives. */
export const deviceId = (): DeviceId => {
  const stored = sessionStorage.getItem(STORED)
  if (stored) return stored as DeviceId
  const made = randomId<DeviceId>()
  sessionStorage.setItem(STORED, made)
  return made
}
