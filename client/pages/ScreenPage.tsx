import { useEffect } from 'react'
import { Navigate, useParams } from 'react-router'
import { BigScreen, ClassroomRoot } from '#client/features/classrooms/index.ts'
import { startSessionClock } from '#client/lib/feed/sessionClock.ts'
import { classroomIdSchema } from '#shared/ids.ts'

/** `/classrooms/:classroomId/screen`: the big screen of a room. */
export const ScreenPage = () => {
  const parsed = classroomIdSchema.safeParse(useParams().classroomId)
  useEffect(startSessionClock, [])
  if (!parsed.success) return <Navigate to="/lessons" replace />
  return (
    <ClassroomRoot classroomId={parsed.data}>
      <BigScreen />
    </ClassroomRoot>
  )
}
