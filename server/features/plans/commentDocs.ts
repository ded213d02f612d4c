import type { DocGrant, DocOwner } from '#server/platform/sync/ports.ts'
import type { PlanId } from '#shared/ids.ts'
import { type Commenter, mayComment, mayReword } from '#shared/plans/commentGuard.ts'
import type { Thread } from '#shared/plans/comments.ts'
import { project } from './commentsProjection.ts'
import { grantFor } from './grantFor.ts'
import type { PlanParts } from './parts.ts'
import { projectComments } from './projectComments.ts'

/** Decided when the socket opens, as everything a grant says. */
type CommentGrant = DocGrant & { readonly mayResolve: boolean }

const mayResolve = (grant: DocGrant): boolean =>
  'mayResolve' in grant && (grant as CommentGrant).mayResolve

const commenter = (grant: DocGrant): Commenter => ({
  userId: grant.identity.userId,
  name: grant.identity.name,
  mayResolve: mayResolve(grant),
})

/**
 * `comments:<planId>`: a document of its own, so that whoever may only comment cannot touch a word
 * of the plan; and guarded, so that nobody can touch a word of another's comment.
 */
export const commentDocs = (parts: PlanParts): DocOwner => ({
  kind: 'comments',
  roots: { threads: 'map' },

  authorize: async (actor, id): Promise<CommentGrant | null> => {
    const granted = await grantFor(parts, actor, id as PlanId)
    if (!granted) return null
    const { identity, abilities } = granted
    return {
      identity,
      access: abilities.includes('comment') ? 'write' : 'read',
      mayResolve: abilities.includes('editPlan'),
    }
  },

  guard: ({ events, doc, grant }) => mayComment({ events, doc, by: commenter(grant) }),
  guardAhead: (edit, { grant }) => mayReword(edit, commenter(grant)),

  projection: {
    module: new URL('./commentsProjection.ts', import.meta.url),
    project,
    // Made by `commentsProjection.ts` and cloned between two threads of ours.
    stored: (id, threads, authors, fence) =>
      projectComments(parts, id as PlanId, threads as readonly Thread[], { authors, fence }),
  },
})
