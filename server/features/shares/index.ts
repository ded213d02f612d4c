import { instant } from '#server/platform/clock.ts'
import { personOf, type Route, serve } from '#server/platform/http/route.ts'
import { setCookieHeader } from '#server/platform/http/setCookie.ts'
import { hashToken, newToken } from '#server/platform/ids.ts'
import type { GuestAccess } from '#server/platform/ports/GuestAccess.ts'
import type { Actor } from '#shared/access/actor.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { LessonId } from '#shared/ids.ts'
import {
  createShare as createShareEndpoint,
  enterShare,
  listShares,
  readProcessPage,
  revokeShare as revokeShareEndpoint,
} from '#shared/shares/contract.ts'
import type { Share } from '#shared/shares/model.ts'
import { createShare } from './createShare.ts'
import { createGuessGuard } from './guessGuard.ts'
import { isOpen } from './isOpen.ts'
import type { ShareDeps } from './ports.ts'
import { processPage } from './processPage.ts'
import { type ShareRow, type SharesRepo, sharesRepo } from './repo.ts'
import { revokeShare } from './revokeShare.ts'

const GUEST_COOKIE_SECONDS = 7 * 86_400

const toShare = async (deps: ShareDeps, row: ShareRow): Promise<Share> => ({
  shareId: row.shareId,
  lessonId: row.lessonId,
  createdBy: (await deps.people.card(row.createdBy))?.name ?? '',
  createdAt: instant(row.createdAt),
  expiresAt: instant(row.expiresAt),
  revokedAt: row.revokedAt === null ? null : instant(row.revokedAt),
  parts: row.parts,
  views: row.views,
})

const teacherRoutes = (deps: ShareDeps, repo: SharesRepo): readonly Route[] => [
  serve(createShareEndpoint, async ({ actor, params, body, origin }) => {
    const lessonId = params.lessonId as LessonId
    const made = await createShare(
      { ...deps, repo },
      { actor: personOf(actor), lessonId, ...body, origin },
    )
    return { share: await toShare(deps, made.share), url: made.url }
  }),
  serve(listShares, async ({ actor, params }) => {
    await deps.lessons.need(actor, params.lessonId as LessonId, 'share')
    const rows = await repo.ofLesson(params.lessonId)
    return { shares: await Promise.all(rows.map((row) => toShare(deps, row))) }
  }),
  serve(revokeShareEndpoint, async ({ actor, params }) =>
    toShare(
      deps,
      await revokeShare({ ...deps, repo }, { actor: personOf(actor), shareId: params.shareId }),
    ),
  ),
]

const guestRoutes = (deps: ShareDeps, repo: SharesRepo): readonly Route[] => {
  const guesses = createGuessGuard(deps.clock)
  return [
    serve(enterShare, async ({ body, ip, secure, setCookie }) => {
      guesses.check(ip)
      const share = await repo.byToken(hashToken(body.token))
      if (!share || !isOpen(share, deps.clock.now())) {
        guesses.noteWrong(ip)
        throw new AppError('shares/gone')
      }
      const guestToken = newToken()
      await repo.enter(share.shareId, hashToken(guestToken), deps.clock.now())
      setCookie(
        setCookieHeader({
          kind: 'guest',
          value: guestToken,
          secure,
          maxAgeSeconds: GUEST_COOKIE_SECONDS,
        }),
      )
      return processPage(deps, share)
    }),
    serve(readProcessPage, async ({ actor }) =>
      processPage(deps, actor.kind === 'guest' ? await repo.byId(actor.shareId) : null),
    ),
  ]
}

const guestAccess = (deps: ShareDeps, repo: SharesRepo): GuestAccess => {
  const openShare = async (actor: Actor): Promise<ShareRow | null> => {
    const share = actor.kind === 'guest' ? await repo.byId(actor.shareId) : null
    return share && isOpen(share, deps.clock.now()) ? share : null
  }
  return {
    mayPlay: async (actor, recordingId, partId) => {
      const share = await openShare(actor)
      if (!share?.parts.teacherVideo) return false
      const recording = await deps.recordings.find(recordingId)
      if (recording?.lessonId !== share.lessonId) return false
      return recording.tracks.some(
        (track) => track.view === 'teacher' && track.parts.some((part) => part.partId === partId),
      )
    },
    mayReadFile: async (actor, fileId) => {
      const share = await openShare(actor)
      if (!share?.parts.slides) return false
      return (await deps.lessons.read(share.lessonId))?.slides?.fileId === fileId
    },
  }
}

/** QR links to a lesson's process page, and what a guest may fetch through one. */
export const sharesFeature = (deps: ShareDeps) => {
  const repo = sharesRepo(deps.db)
  return {
    routes: [...teacherRoutes(deps, repo), ...guestRoutes(deps, repo)],
    guests: guestAccess(deps, repo),
    /** The guest behind a cookie; null when the link has ended. */
    guest: async (token: string): Promise<Actor | null> => {
      const share = await repo.byGuest(hashToken(token))
      if (!share || !isOpen(share, deps.clock.now())) return null
      return { kind: 'guest', shareId: share.shareId, lessonId: share.lessonId }
    },
  }
}
