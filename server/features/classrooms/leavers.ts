import type { ClassroomId, DeviceId } from '#shared/ids.ts'
import type { Later } from './deps.ts'

/** Devices that went away a moment ago: whoever is not back in time has left. */
export const createLeavers = (later: Later, onGone: (classroomId: ClassroomId) => void) => {
  const leaving = new Map<string, () => void>()
  const gone = new Set<string>()
  const keyOf = (classroomId: ClassroomId, deviceId: DeviceId) => `${classroomId} ${deviceId}`
  return {
    /** Starts the wait, unless it runs or is over. */
    away: (classroomId: ClassroomId, deviceId: DeviceId, afterMs: number): void => {
      const key = keyOf(classroomId, deviceId)
      if (leaving.has(key) || gone.has(key)) return
      const cancel = later(afterMs, () => {
        leaving.delete(key)
        gone.add(key)
        onGone(classroomId)
      })
      leaving.set(key, cancel)
    },
    back: (classroomId: ClassroomId, deviceId: DeviceId): void => {
      const key = keyOf(classroomId, deviceId)
      leaving.get(key)?.()
      leaving.delete(key)
      gone.delete(key)
    },
    /** True once the wait is over, until the device is off the list or back. */
    hasLeft: (classroomId: ClassroomId, deviceId: DeviceId): boolean =>
      gone.has(keyOf(classroomId, deviceId)),
    /** Whoever is not among these is off the list, though another node may have taken them off it. */
    keepOnly: (classroomId: ClassroomId, deviceIds: readonly DeviceId[]): void => {
      const kept = new Set(deviceIds.map((deviceId) => keyOf(classroomId, deviceId)))
      for (const key of gone)
        if (key.startsWith(`${classroomId} `) && !kept.has(key)) gone.delete(key)
    },
    close: (): void => {
      for (const cancel of leaving.values()) cancel()
      leaving.clear()
    },
  }
}
