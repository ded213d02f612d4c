import type { DeviceId } from '#shared/ids.ts'
import { deviceId, renewDeviceId } from './deviceId.ts'

/** A reload's predecessor lets go of its lock within this time; a living twin never does. */
const PATIENCE_MS = 300

const tryHold = (id: DeviceId): Promise<boolean> =>
  new Promise((resolve) => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), PATIENCE_MS)
    navigator.locks
      .request(`yanke-device-${id}`, { signal: late.signal }, () => {
        clearTimeout(timer)
        resolve(true)
        // Held as long as this page lives.
        return new Promise<never>(() => undefined)
      })
      .catch(() => resolve(false))
  })

/**
 * A duplicated tab copies the first one's session storage and with it its device id; the two would
 * throw each other out of the classroom for ever. Whoever cannot hold the id's lock takes a new one.
 * Locks exist in secure contexts only; elsewhere there is no camera to quarrel about either.
 */
export const claimDevice = async (): Promise<void> => {
  if (!navigator.locks) return
  if (!(await tryHold(deviceId()))) await tryHold(renewDeviceId())
}
