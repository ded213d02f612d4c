import { useEffect } from 'react'
import { Navigate, useParams } from 'react-router'
import { ClassroomDesk, ClassroomRoot } from '#client/features/classrooms/index.ts'
import { call } from '#client/lib/api/call.ts'
import { startSessionClock } from '#client/lib/feed/sessionClock.ts'
import { classroomIdSchema, type LessonId } from '#shared/ids.ts'
import { saveDeviceCheck } from '#shared/lessons/contract.ts'
import type { DeviceFindings } from '#shared/lessons/model.ts'

/** A check that could not be kept is only made again: nobody waits for it. */
const keepCheck = (lessonId: LessonId, found: DeviceFindings): void => {
  call(saveDeviceCheck, { params: { lessonId }, body: found }).catch(() => undefined)
}

/** `/classrooms/:classroomId`: the lobby, then the teacher's desk. */
export const ClassroomPage = () => {
  const parsed = classroomIdSchema.safeParse(useParams().classroomId)
  useEffect(startSessionClock, [])
  if (!parsed.success) return <Navigate to="/lessons" replace />
  return (
    <ClassroomRoot classroomId={parsed.data}>
      <ClassroomDesk onDevicesChecked={keepCheck} />
    </ClassroomRoot>
  )
}
