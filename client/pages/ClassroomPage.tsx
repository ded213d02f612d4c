import { useEffect } from 'react'
import { Navigate, useParams } from 'react-router'
import { ClassroomDesk, ClassroomRoot } from '#client/features/classrooms/index.ts'
import { startSessionClock } from '#client/lib/feed/sessionClock.ts'
import { classroomIdSchema } from '#shared/ids.ts'

/** `/classrooms/:classroomId`: the lobby, then the teacher's desk. */
export const ClassroomPage = () => {
  const parsed = classroomIdSchema.safeParse(useParams().classroomId)
  useEffect(startSessionClock, [])
  if (!parsed.success) return <Navigate to="/lessons" replace />
  return (
    <ClassroomRoot classroomId={parsed.data}>
      <ClassroomDesk />
    </ClassroomRoot>
  )
}
