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

const told = new Set<() => void>()

/** Called when this tab has taken another id, until the returned function is called. */
export const onDeviceRenewed = (tell: () => void): (() => void) => {
  told.add(tell)
  return () => void told.delete(tell)
}

export const renewDeviceId = (): DeviceId => {
  const made = randomId<DeviceId>()
  sessionStorage.setItem(STORED, made)
  for (const tell of [...told]) tell()
  return made
}

/** This tab: kept over reloads. `claimDevice` sees to it that a duplicated tab gets its own. */
export const deviceId = (): DeviceId => {
  const stored = sessionStorage.getItem(STORED)
  return stored ? (stored as DeviceId) : renewDeviceId()
}
