import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { lessonKey } from '#client/lib/api/lessonKey.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import type { LessonRole } from '#shared/access/roles.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import {
  archiveLesson,
  createLesson,
  listLessons,
  readHome,
  readLesson,
  readLessonActivity,
  removeSample,
  setLessonRole,
  updateLesson,
} from '#shared/lessons/contract.ts'
import type { Lesson } from '#shared/lessons/model.ts'

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => call(readHome, {}),
})

export const lessonsQuery = queryOptions({
  queryKey: ['lessons'],
  queryFn: () => call(listLessons, {}),
  select: ({ lessons }) => lessons,
})

export const lessonQuery = (lessonId: string) =>
  queryOptions({
    queryKey: lessonKey(lessonId),
    queryFn: () => call(readLesson, { params: { lessonId } }),
  })

export const activityQuery = (lessonId: string) =>
  queryOptions({
    queryKey: ['lesson-activity', lessonId],
    queryFn: () => call(readLessonActivity, { params: { lessonId } }),
    select: ({ activity }) => activity,
  })

/** The lesson, read again whenever the server says that it, or one's access to it, changed. */
export const useLesson = (lessonId: string) => {
  const queryClient = useQueryClient()
  const readAgain = (): void => {
    void queryClient.invalidateQueries({ queryKey: lessonQuery(lessonId).queryKey })
  }
  const readActivity = (): void => {
    void queryClient.invalidateQueries({ queryKey: activityQuery(lessonId).queryKey })
  }
  const hear = ({ type }: FeedEvent): void => {
    if (type === 'lesson.changed' || type === 'recording.changed') readAgain()
    if (type === 'activity.added') readActivity()
  }
  useFeed(`lesson:${lessonId}`, hear, () => {
    readAgain()
    readActivity()
  })
  useFeed('user:self', (event) => {
    if (event.type === 'access.changed') readAgain()
  })
  return useQuery(lessonQuery(lessonId))
}

/** What a list shows is stale once something in the group changed. */
export const useGroupFeed = (groupId: string | null, queryKey: readonly string[]): void => {
  const queryClient = useQueryClient()
  const again = (): void => {
    void queryClient.invalidateQueries({ queryKey: [...queryKey] })
  }
  useFeed(groupId && `group:${groupId}`, again, again)
}

/** A changed lesson as the server answered it; lists are asked again when they are shown. */
const useKeepLesson = () => {
  const queryClient = useQueryClient()
  return (lesson: Lesson): void => {
    queryClient.setQueryData(lessonQuery(lesson.lessonId).queryKey, lesson)
    void queryClient.invalidateQueries({ queryKey: homeQuery.queryKey })
    void queryClient.invalidateQueries({ queryKey: lessonsQuery.queryKey })
    void queryClient.invalidateQueries({ queryKey: activityQuery(lesson.lessonId).queryKey })
  }
}

export const useCreateLesson = () =>
  useMutation({
    mutationFn: (body: BodyOf<typeof createLesson>) => call(createLesson, { body }),
    onSuccess: useKeepLesson(),
  })

export const useUpdateLesson = (lessonId: string) =>
  useMutation({
    mutationFn: (body: BodyOf<typeof updateLesson>) =>
      call(updateLesson, { params: { lessonId }, body }),
    onSuccess: useKeepLesson(),
  })

export const useSetRole = (lessonId: string) =>
  useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: LessonRole | null }) =>
      call(setLessonRole, { params: { lessonId, userId }, body: { role } }),
    onSuccess: useKeepLesson(),
  })

export const useArchive = (lessonId: string) =>
  useMutation({
    mutationFn: (archived: boolean) =>
      call(archiveLesson, { params: { lessonId }, body: { archived } }),
    onSuccess: useKeepLesson(),
  })

/** `onDone` is called before what showed the sample goes away. */
export const useRemoveSample = (onDone: () => void) => {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => call(removeSample, {}),
    onSuccess: () => {
      onDone()
      return queryClient.invalidateQueries()
    },
  })
}
