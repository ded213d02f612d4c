import { call } from '#client/lib/api/call.ts'
import { deviceId } from '#client/lib/session/deviceId.ts'
import {
  type ClassroomCommand,
  commandClassroom,
  joinClassroom,
  readClassroom,
} from '#shared/classrooms/contract.ts'
import type { Surface } from '#shared/classrooms/model.ts'
import type { ClassroomId } from '#shared/ids.ts'

export const classroomQuery = (classroomId: ClassroomId) => ({
  queryKey: ['classroom', classroomId] as const,
  queryFn: () => call(readClassroom, { params: { classroomId } }),
})

export const join = (
  classroomId: ClassroomId,
  entry: { readonly surface: Surface; readonly publishes: boolean; readonly takeOver?: boolean },
) => call(joinClassroom, { params: { classroomId }, body: { deviceId: deviceId(), ...entry } })

export const command = (classroomId: ClassroomId, what: ClassroomCommand) =>
  call(commandClassroom, {
    params: { classroomId },
    body: { deviceId: deviceId(), command: what },
  })
