import type { CloseReason } from '#shared/sync/closeCodes.ts'
import { MalformedBytes } from './ByteReader.ts'
import { countOf, encodeRanges } from './deletions.ts'
import type { RootKind } from './GuardedCopy.ts'
import type { Knowledge, News } from './Knowledge.ts'
import { readUpdate, TooMuch, type UpdateShape } from './readUpdate.ts'
import { withoutKnown } from './withoutKnown.ts'

/** One update message may carry this many bytes; larger pastes come in pieces. */
export const MAX_UPDATE_BYTES = 1024 * 1024
/** Of what one message brings; one document has at most 20,000 client ids. */
export const updateLimits = { maxStructs: 100_000, maxSections: 40_000 } as const

/** Every client id costs every reader's state vector for ever. */
const MAX_IDS_PER_DOCUMENT = 20_000
/**
 * Of one person, so that nobody uses up what everybody's
 * next page needs: fourteen years of pages, one a day.
 */
const MAX_IDS_PER_PERSON = 5000
const MAX_NEW_IDS_PER_CONNECTION = 256

/**
 * Deletions pass however large a document is, one long struct has room for any number of them, and
 * every reader keeps them all.
 */
const MAX_DELETED_STRETCHES = 250_000

/** Who sent an update, as the gate sees it. */
export type Sender = {
  readonly userId: string
  readonly canWrite: boolean
  /** Client ids this connection brought into the document so far. */
  readonly newIds: number
}

type Roots = {
  readonly roots: Readonly<Record<string, RootKind>>
  /** A guarded document has no others. */
  readonly hasOnlyThese: boolean
}

export type DocumentFacts = {
  readonly knowledge: Knowledge
  readonly owners: ReadonlyMap<number, string>
  /** Whose presence uses this client id: it may not be claimed by another before the first edit. */
  readonly presentAs: (clientId: number) => string | undefined
  /** The roots the kind's schema has, each with what it is; null when the owner did not say. */
  readonly roots: Roots | null
  readonly sizeBytes: number
  readonly maxBytes: number
  /** Rows were set aside when it was opened, so that others may hold what it lost. */
  readonly isDamaged: boolean
}

export type Verdict =
  /** It says nothing that is not here or on its way to the disk. */
  | { readonly kind: 'known' }
  /** It builds on what is not here; nothing of it is kept. */
  | { readonly kind: 'gap' }
  /** `mayFollow`: unless all that is new in it follows from what others have deleted. */
  | { readonly kind: 'close'; readonly reason: CloseReason; readonly mayFollow?: true }
  | {
      readonly kind: 'accept'
      readonly update: Uint8Array
      readonly news: News
      /** Client ids that belong to the sender from now on. */
      readonly newIds: readonly number[]
    }

const close = (reason: CloseReason): Verdict => ({ kind: 'close', reason })

/** No structs, or no deletions. */
const nothing = Uint8Array.of(0)

/** Small messages lie in slabs that many share; one of this size has its memory for itself. */
const OWN_MEMORY_BYTES = 16 * 1024

/** A copy of a small message, a view of a large one; never a Buffer, whose `slice` is no copy. */
const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.length < OWN_MEMORY_BYTES
    ? new Uint8Array(bytes)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)

/**
 * The update with those deletions that are new, in the order we know them, and without structs when
 * none is new. Even a range of no length has an effect in Yjs: it splits what it points into.
 */
const trimmed = (bytes: Uint8Array, { deletionsAt }: UpdateShape, news: News): Uint8Array => {
  const deletions = news.deletions.size === 0 ? nothing : encodeRanges(news.deletions)
  const hasStructs = news.sections.length > 0
  const isWhole = hasStructs && Buffer.compare(bytes.subarray(deletionsAt), deletions) === 0
  if (isWhole) return ownBytes(bytes)
  const structs = hasStructs ? bytes.subarray(0, deletionsAt) : nothing
  const update = new Uint8Array(structs.length + deletions.length)
  update.set(structs)
  update.set(deletions, structs.length)
  return update
}

/** Ids the sender may claim; null when one of them is somebody else's, or they are too many. */
const claims = (news: News, sender: Sender, facts: DocumentFacts): readonly number[] | null => {
  const newIds: number[] = []
  const most = MAX_NEW_IDS_PER_CONNECTION - sender.newIds
  for (const { client } of news.sections) {
    const owner = facts.owners.get(client)
    if (owner === sender.userId) continue
    const present = facts.presentAs(client) ?? sender.userId
    const isUnheardOf = owner === undefined && facts.knowledge.clockOf(client) === 0
    if (isUnheardOf && present === sender.userId) {
      // A hundred thousand may be made up: the rest of them is not looked at.
      if (newIds.push(client) > most) return null
      // Whoever still has what a damaged row took away may bring it back, under its writer's id.
    } else if (!facts.isDamaged) return null
  }
  return newIds
}

const hasRoomFor = (
  count: number,
  userId: string,
  owners: ReadonlyMap<number, string>,
): boolean => {
  let own = count
  for (const owner of owners.values()) if (owner === userId) own += 1
  return owners.size + count <= MAX_IDS_PER_DOCUMENT && own <= MAX_IDS_PER_PERSON
}

/** The root types an update writes to by name. */
export const rootsOf = (news: News): ReadonlyMap<string, 'map' | 'array'> => {
  const roots = new Map<string, 'map' | 'array'>()
  for (const { structs } of news.sections)
    for (const { parent, isKeyed } of structs)
      if (typeof parent === 'string') roots.set(parent, isKeyed ? 'map' : 'array')
  return roots
}

/** A map's entries have keys and nothing else's have: what does not fit would lie where no reader looks. */
const fitsRoots = (news: News, { roots, hasOnlyThese }: Roots): boolean =>
  !news.isMisplaced &&
  news.sections.every(({ structs }) =>
    structs.every(
      ({ parent, isKeyed }) =>
        typeof parent !== 'string' ||
        (Object.hasOwn(roots, parent) ? (roots[parent] === 'map') === isKeyed : !hasOnlyThese),
    ),
  )

/** What is deleted in one go may join what was apart: that is the way out. */
const hasRoomForDeletions = ({ deletions }: UpdateShape, news: News, known: Knowledge): boolean => {
  if (news.deletions.size === 0) return true
  const most = Math.min(countOf(deletions), countOf(news.deletions))
  return known.deletedStretches + most <= MAX_DELETED_STRETCHES
}

/**
 * A reader may have seen more of a damaged document than is left. Words of their own are no such
 * thing: they may have been written while the right to write was withdrawn, and whoever is told that
 * they are known believes them kept.
 */
const judgeReader = (
  { sections }: News,
  { userId }: Sender,
  { isDamaged, owners }: DocumentFacts,
): Verdict => {
  const isOfOthers = sections.every(({ client }) => (owners.get(client) ?? userId) !== userId)
  if (isDamaged && isOfOthers) return { kind: 'known' }
  return sections.length > 0
    ? close('Forbidden')
    : { kind: 'close', reason: 'Forbidden', mayFollow: true }
}

const judge = (bytes: Uint8Array, sender: Sender, facts: DocumentFacts): Verdict => {
  const shape = readUpdate(bytes, updateLimits)
  const fresh = withoutKnown({ bytes, shape }, facts.knowledge)
  const assessment = facts.knowledge.assess(fresh.shape)
  if (assessment.kind === 'gap') return sender.canWrite ? { kind: 'gap' } : close('Forbidden')
  const { news } = assessment
  if (news.sections.length === 0 && news.deletions.size === 0) return { kind: 'known' }
  if (!sender.canWrite) return judgeReader(news, sender, facts)
  const newIds = claims(news, sender, facts)
  if (!newIds) return close('Refused')
  if (newIds.length > 0 && !hasRoomFor(newIds.length, sender.userId, facts.owners))
    return close('TooLarge')
  if (!hasRoomForDeletions(fresh.shape, news, facts.knowledge)) return close('TooLarge')
  if (facts.roots && !fitsRoots(news, facts.roots)) return close('Refused')
  const update = trimmed(fresh.bytes, fresh.shape, news)
  const grows = news.sections.length > 0
  // What only deletes is let through: it is the way out of a document that is too large.
  if (grows && facts.sizeBytes + update.length > facts.maxBytes) return close('TooLarge')
  return { kind: 'accept', update, news, newIds }
}

/**
 * Judges one update before Yjs or anybody else sees it. Readers are tolerated as long as they bring
 * nothing new: a stock client always answers our state vector, and an honest reader's answer is empty.
 */
export const judgeUpdate = (bytes: Uint8Array, sender: Sender, facts: DocumentFacts): Verdict => {
  if (bytes.length > MAX_UPDATE_BYTES) return close('TooLarge')
  try {
    return judge(bytes, sender, facts)
  } catch (thrown) {
    if (thrown instanceof TooMuch) return close('TooLarge')
    if (thrown instanceof MalformedBytes) return close('Malformed')
    throw thrown
  }
}
