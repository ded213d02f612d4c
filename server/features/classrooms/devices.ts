import { z } from 'zod'
import { type PresentPerson, surfaceSchema } from '#shared/classrooms/model.ts'
import { type DeviceId, deviceIdSchema } from '#shared/ids.ts'
import { siteSchema } from '#shared/lessons/model.ts'

/** What a device said of itself when it joined. */
const deviceSchema = z.object({
  surface: surfaceSchema,
  site: siteSchema.nullable(),
  publishes: z.boolean(),
})
export type Device = z.output<typeof deviceSchema>

/** A classroom's devices, as plain data; changed by making new ones. */
export const devicesSchema = z.object({
  known: z.record(deviceIdSchema, deviceSchema),
  /** Devices whose site was taken over by a newer one; they watch from then on. */
  superseded: z.array(deviceIdSchema),
})
export type Devices = z.output<typeof devicesSchema>

/** More than any class has. */
const MOST_DEVICES = 200

/** Of too many devices the newest are known on, and those that are here: any number of them may join. */
export const forgetDevices = (
  devices: Devices,
  here: readonly Pick<PresentPerson, 'deviceId'>[],
): Devices => {
  const ids = deviceIdSchema.array().parse(Object.keys(devices.known))
  const isHere = new Set(here.map(({ deviceId }) => deviceId))
  const away = ids.filter((id) => !isHere.has(id))
  const forgotten = new Set(away.slice(0, Math.max(0, ids.length - MOST_DEVICES)))
  if (forgotten.size === 0) return devices
  const kept = Object.entries(devices.known).filter(([id]) => !forgotten.has(id as DeviceId))
  return {
    known: Object.fromEntries(kept),
    superseded: devices.superseded.filter((id) => !forgotten.has(id)),
  }
}

/** One device a site publishes: the newest wins, the one before watches from then on. */
export const seat = (
  { known, superseded }: Devices,
  deviceId: DeviceId,
  { takeOver, ...asked }: Device & { readonly takeOver: boolean },
): Devices => {
  const left = takeOver ? superseded.filter((id) => id !== deviceId) : superseded
  const publishes = asked.publishes && asked.site !== null && !left.includes(deviceId)
  const seated = { ...known, [deviceId]: { ...asked, publishes } }
  if (!publishes) return { known: seated, superseded: left }
  const displaced = deviceIdSchema.array().parse(
    Object.entries(known)
      .filter(([id, { site, publishes }]) => id !== deviceId && publishes && site === asked.site)
      .map(([id]) => id),
  )
  const watching = displaced.map((id) => [id, { ...known[id], publishes: false }])
  return {
    known: { ...seated, ...Object.fromEntries(watching) },
    superseded: [...left, ...displaced],
  }
}
