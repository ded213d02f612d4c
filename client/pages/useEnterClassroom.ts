import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call } from '#client/lib/api/call.ts'
import { openClassroom } from '#shared/classrooms/contract.ts'

/** Opens the lesson's classroom, or the one that is open, and goes there. */
export const useEnterClassroom = (onError?: (thrown: unknown) => void) => {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (lessonId: string) => call(openClassroom, { params: { lessonId } }),
    onSuccess: ({ classroomId }) => navigate(`/classrooms/${classroomId}`),
    ...(onError ? { onError } : {}),
  })
}
