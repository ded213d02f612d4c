import { ApiError } from '#client/lib/api/apiError.ts'
import { call } from '#client/lib/api/call.ts'
import { claimDevice } from '#client/lib/session/claimDevice.ts'
import { deviceId, renewDeviceId } from '#client/lib/session/deviceId.ts'
import {
  type ClassroomCommand,
  commandClassroom,
  joinClassroom,
  readClassroom,
} from '#shared/classrooms/contract.ts'
import type { Surface } from '#shared/classrooms/model.ts'
import type { ClassroomId, DeviceId } from '#shared/ids.ts'

export const classroomQuery = (classroomId: ClassroomId) => ({
  queryKey: ['classroom', classroomId] as const,
  queryFn: () => call(readClassroom, { params: { classroomId } }),
})

type Entry = {
  readonly surface: Surface
  readonly publishes: boolean
  readonly takeOver?: boolean
}

const joinAs = (id: DeviceId, classroomId: ClassroomId, entry: Entry) =>
  call(joinClassroom, { params: { classroomId }, body: { deviceId: id, ...entry } })

/**
 * Enters with this tab. Everybody in a class sees everybody's device: when somebody else has come with
 * this one while the tab was away, it stays theirs, and the tab takes another.
 */
export const join = async (classroomId: ClassroomId, entry: Entry) => {
  const asked = deviceId()
  try {
    return await joinAs(asked, classroomId, entry)
  } catch (thrown) {
    if (!(thrown instanceof ApiError && thrown.is('conflict'))) throw thrown
    if (deviceId() === asked) {
      renewDeviceId()
      void claimDevice()
    }
    return joinAs(deviceId(), classroomId, entry)
  }
}

export const command = (classroomId: ClassroomId, what: ClassroomCommand) =>
  call(commandClassroom, {
    params: { classroomId },
    body: { deviceId: deviceId(), command: what },
  })
