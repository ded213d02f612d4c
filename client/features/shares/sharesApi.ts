import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '#client/lib/api/apiError.ts'
import { call } from '#client/lib/api/call.ts'
import type { LessonId, ShareId } from '#shared/ids.ts'
import {
  createShare,
  enterShare,
  listShares,
  readProcessPage,
  revokeShare,
} from '#shared/shares/contract.ts'
import type { ProcessPage, ShareParts } from '#shared/shares/model.ts'

const sharesKey = (lessonId: LessonId) => ['shares', lessonId] as const

export const useShares = (lessonId: LessonId) =>
  useQuery({
    queryKey: sharesKey(lessonId),
    queryFn: async () => (await call(listShares, { params: { lessonId } })).shares,
  })

/** Answers with the link; its token is told this once. */
export const useCreateShare = (lessonId: LessonId) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly parts: ShareParts; readonly days: number }) =>
      call(createShare, { params: { lessonId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: sharesKey(lessonId) }),
  })
}

export const useRevokeShare = (lessonId: LessonId) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (shareId: ShareId) => call(revokeShare, { params: { shareId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sharesKey(lessonId) }),
  })
}

/**
 * The page behind a scanned link: the token from the URL's fragment is exchanged once, afterwards
 * the guest's cookie is enough. Somebody who is signed in has no guest page of their own.
 */
export const openProcessPage = async (token: string | null): Promise<ProcessPage> => {
  if (token) return call(enterShare, { body: { token } })
  try {
    return await call(readProcessPage, {})
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.is('not-signed-in')) throw new ApiError('shares/gone')
    throw thrown
  }
}
