import type { ActorName, PlaceName } from './actors.ts'

/** What somebody may do in a document: nothing, not even look; look; write what is theirs to write. */
type Access = 'none' | 'read' | 'write'

const outside: readonly ActorName[] = [
  ...(['anonymous', 'guestElsewhere', 'guest', 'neighbour', 'administrator'] as const),
]
const planWriters: readonly ActorName[] = ['editor', 'groupTeacher', 'groupLead', 'assist', 'lead']
const commentWriters: readonly ActorName[] = ['commenter', 'researcher', ...planWriters]

/** Reviewed by reading. Who may see the lesson reads; the two teachers draw, while it is taught. */
export const accessOf = (actor: ActorName, place: PlaceName): Access => {
  if (outside.includes(actor)) return 'none'
  if (place === 'plan') return planWriters.includes(actor) ? 'write' : 'read'
  if (place === 'comments') return commentWriters.includes(actor) ? 'write' : 'read'
  // Whoever only reads the lesson has no seat in the classroom.
  if (actor === 'principal' || actor === 'viewer') return 'none'
  return place === 'live' && (actor === 'lead' || actor === 'assist') ? 'write' : 'read'
}

/** Writing in the plan brings the right to close other people's questions. */
export const mayResolve = (actor: ActorName): boolean => planWriters.includes(actor)
