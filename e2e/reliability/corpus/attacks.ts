import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { type Documents, editorOf, endpointOf, type Person, type Rig, raw } from '../rig/Rig.ts'
import { stateOf } from '../rig/stateOf.ts'
import { until } from '../rig/until.ts'
import { addComment, presence, step1, step2, update, updateOf, writeParagraph } from './frames.ts'
import {
  decodeBomb,
  deepUpdate,
  deepValue,
  deletionOfAll,
  emptyDeletion,
  forgedUpdate,
  keyedInBody,
  knots,
  longUpdates,
  manyClients,
  manyDeletions,
  manyStructs,
  misplaced,
  newRoot,
  saidAgain,
  subdocument,
  withoutTheFirst,
} from './hostile.ts'

type Scene = { readonly rig: Rig; readonly documents: Documents }

/** What an attack achieved; nothing where it was repelled. */
type Harm = readonly string[]

export type Attack = readonly [name: string, run: (scene: Scene) => Promise<Harm>]

const attackerOf = (rig: Rig): Person => editorOf(rig, 0)
const colleagueOf = (rig: Rig): Person => editorOf(rig, 1)

/**
 * What no document may grow beyond: 8 MiB, 4 MiB that no snapshot has yet, on a machine that is slow
 * to make one, and what one more message may bring.
 */
const MAX_DOCUMENT_BYTES = 13 * 1024 * 1024

/** Frames that are to change nothing and to end the connection of whoever sends them. */
const isRefused = async (
  { rig, documents }: Scene,
  frames: readonly Uint8Array[],
  more: { readonly who?: Person; readonly doc?: string } = {},
): Promise<Harm> => {
  const doc = more.doc ?? documents.plan
  const before = await stateOf(rig, doc, colleagueOf(rig))
  const attacker = raw(rig, doc, more.who ?? attackerOf(rig))
  await attacker.ask()
  for (const frame of frames) attacker.send(frame)
  const isOpen = await attacker.ask()
  attacker.leave()
  const after = await stateOf(rig, doc, colleagueOf(rig))
  return [
    ...(isOpen ? ['the attacker is still in'] : []),
    ...(attacker.acked > 0 ? ['acknowledged'] : []),
    ...(after.print === before.print ? [] : ['the document is another one']),
    ...(after.hasPending ? ['something waits in the document'] : []),
  ]
}

/** What builds on what is not there may be dropped, and is neither kept nor acknowledged. */
const leavesNothing = async (
  { rig, documents }: Scene,
  frames: readonly Uint8Array[],
): Promise<Harm> => {
  const before = await stateOf(rig, documents.plan, colleagueOf(rig))
  const attacker = raw(rig, documents.plan, attackerOf(rig))
  await attacker.ask()
  for (const frame of frames) attacker.send(frame)
  await attacker.ask()
  attacker.leave()
  const after = await stateOf(rig, documents.plan, colleagueOf(rig))
  return [
    ...(after.hasPending ? ['every newcomer gets what waits'] : []),
    ...(after.print === before.print ? [] : ['the document is another one']),
    ...(attacker.acked > 0 ? ['acknowledged'] : []),
  ]
}

/** What was missing is asked for; an answer without it acknowledges nothing of what was dropped. */
const emptyAnswer = (scene: Scene): Promise<Harm> =>
  leavesNothing(scene, [...withoutTheFirst(3), step2(Uint8Array.of(0, 0)), step1()])

/** Somebody listens from the beginning, somebody comes later: both are to see the same. */
const isSeenAlike = async (
  { rig, documents }: Scene,
  frames: readonly Uint8Array[],
): Promise<Harm> => {
  const listener = raw(rig, documents.plan, colleagueOf(rig))
  const attacker = raw(rig, documents.plan, attackerOf(rig))
  const other = raw(rig, documents.plan, editorOf(rig, 2))
  for (const client of [listener, attacker, other]) await client.ask()
  for (const frame of frames) attacker.send(frame)
  await attacker.ask()
  // Whoever hears this has heard what came before.
  other.send(update(updateOf((doc) => writeParagraph(doc, '到此为止'))))
  await until('it is passed on', () => listener.heard('到此为止'))
  const later = await stateOf(rig, documents.plan, editorOf(rig, 2))
  for (const client of [listener, attacker, other]) client.leave()
  const [heard, told] = [listener.document(), later.doc].map((doc) =>
    doc.getXmlFragment('body').toString(),
  )
  return [
    ...(heard === told ? [] : ['who was there reads something else than who comes']),
    ...(later.hasPending ? ['every newcomer gets what waits'] : []),
  ]
}

/** Each of them among all those of before, and in the end more than anybody could keep. */
const endlessDeletions = async ({ rig, documents }: Scene): Promise<Harm> => {
  const attacker = raw(rig, documents.plan, attackerOf(rig))
  await attacker.ask()
  for (const [index, frame] of manyDeletions(6, 50_000).entries()) {
    attacker.send(frame)
    await until('it is taken or refused', () => attacker.acked > index || attacker.code !== null)
  }
  attacker.leave()
  return attacker.code === null ? ['any number of deletions is taken'] : []
}

const forgedClientId = async (scene: Scene): Promise<Harm> => {
  const { rig, documents } = scene
  const colleague = new FullClient(endpointOf(rig, documents.plan, colleagueOf(rig)))
  await colleague.connect()
  colleague.type('我写的')
  await until('it is stored', () => colleague.updatesAcked === colleague.updatesSent)
  const harm = await isRefused(scene, [forgedUpdate(colleague.doc, 'forged words')])
  colleague.type('还在写')
  await until('it is stored', () => colleague.updatesAcked === colleague.updatesSent)
  const { doc } = await stateOf(rig, documents.plan, editorOf(rig, 2))
  const text = doc.getXmlFragment('body').toString()
  colleague.destroy()
  return [...harm, ...(text.includes('还在写') ? [] : ['the colleague’s next words are gone'])]
}

/** Somebody listens, a colleague is present, the attacker says something about presence. */
const presenceHarm = async (
  { rig, documents }: Scene,
  attack: (colleagueId: number) => readonly Uint8Array[],
  canary: string,
): Promise<Harm> => {
  const colleagueId = 4_000_000_001
  const listener = raw(rig, documents.plan, editorOf(rig, 2))
  const colleague = raw(rig, documents.plan, colleagueOf(rig))
  const attacker = raw(rig, documents.plan, attackerOf(rig))
  for (const client of [listener, colleague, attacker]) await client.ask()
  colleague.send(presence([colleagueId, 1, { cursor: 'of the colleague' }]))
  await until('the colleague is seen', () => listener.heard('of the colleague'))
  for (const frame of attack(colleagueId)) attacker.send(frame)
  await attacker.ask()
  // Presence goes in rounds; what is announced later is heard later.
  colleague.send(presence([colleagueId, 9_000_000_000_000, { cursor: 'a later one' }]))
  await until('the later one is heard', () => listener.heard('a later one'))
  const isHeard = listener.heard(canary)
  for (const client of [listener, colleague, attacker]) client.leave()
  return isHeard ? ['everybody hears it'] : []
}

const CANARY = 'canary-of-presence'

const spoofedPresence = (scene: Scene): Promise<Harm> =>
  presenceHarm(
    scene,
    (colleagueId) => [presence([colleagueId, 5, { user: { name: CANARY } }])],
    CANARY,
  )

const forgedName = (scene: Scene): Promise<Harm> =>
  presenceHarm(
    scene,
    () => [presence([4_000_000_002, 1, { user: { name: CANARY }, cursor: null }])],
    CANARY,
  )

const growingPresence = (scene: Scene): Promise<Harm> =>
  presenceHarm(
    scene,
    () => [
      presence(
        ...Array.from(
          { length: 5000 },
          (_, index) => [4_100_000_000 + index, 1, { cursor: CANARY }] as const,
        ),
      ),
      presence([4_000_000_003, 1, { cursor: CANARY + 'x'.repeat(100_000) }]),
    ],
    CANARY,
  )

const hugeDocument = async ({ rig, documents }: Scene): Promise<Harm> => {
  const attacker = raw(rig, documents.plan, attackerOf(rig))
  await attacker.ask()
  for (const [index, frame] of longUpdates(16, 900_000).entries()) {
    attacker.send(frame)
    await until('it is taken or refused', () => attacker.acked > index || attacker.code !== null)
  }
  attacker.leave()
  const { bytes } = await stateOf(rig, documents.plan, colleagueOf(rig))
  return bytes > MAX_DOCUMENT_BYTES ? [`the document has ${bytes} bytes`] : []
}

const ASKED = 40

/** Somebody has made the document a large one, and is still there. */
const writerOfMuch = async ({ rig, documents }: Scene) => {
  const writer = raw(rig, documents.plan, colleagueOf(rig))
  await writer.ask()
  for (const [index, frame] of longUpdates(2, 900_000).entries()) {
    writer.send(frame)
    await until('it is stored', () => writer.acked > index)
  }
  return writer
}

/** Each question is another one, so that each answer would be a copy of the whole document. */
const manyQuestions = async (scene: Scene): Promise<Harm> => {
  const { rig, documents } = scene
  const writer = await writerOfMuch(scene)
  const attacker = await raw(rig, documents.plan, attackerOf(rig), '?access=read').opened()
  for (let asked = 1; asked <= 200; asked += 1)
    attacker.send(step1(Uint8Array.of(1, asked % 128, asked >> 7)))
  const answers = () => attacker.received.filter((frame) => frame.length > 900_000).length
  await until('everything or the end', () => answers() >= 200 || attacker.code !== null)
  for (const client of [writer, attacker]) client.leave()
  return attacker.code === null ? ['the document was put together 200 times'] : []
}

/** Asks for a large document again and again, and reads no answer. */
const slowReader = async (scene: Scene): Promise<Harm> => {
  const { rig, documents } = scene
  const writer = await writerOfMuch(scene)
  const slow = await raw(rig, documents.plan, attackerOf(rig)).opened()
  slow.socket.pause()
  for (let asked = 0; asked < ASKED; asked += 1) slow.send(step1())
  // Whoever comes later is answered when all of that was heard.
  for (let round = 0; round < 5; round += 1) await writer.ask()
  slow.socket.resume()
  const answers = () => slow.received.filter((frame) => frame.length > 900_000).length
  await until('everything or the end', () => answers() >= ASKED || slow.code !== null)
  for (const client of [writer, slow]) client.leave()
  return slow.code === null ? [`${ASKED} answers were kept for it`] : []
}

const deletionByReader = async (scene: Scene): Promise<Harm> => {
  const { rig, documents } = scene
  const writer = new FullClient(endpointOf(rig, documents.plan, colleagueOf(rig)))
  await writer.connect()
  writer.type('不能删')
  await until('it is stored', () => writer.updatesAcked === writer.updatesSent)
  const { doc } = await stateOf(rig, documents.plan, colleagueOf(rig))
  writer.destroy()
  const who = await rig.readerOf(documents)
  return isRefused(scene, [deletionOfAll(doc)], { who })
}

/** An honest comment that also takes somebody else's away: one update, one verdict. */
const mixedUpdate = async (scene: Scene): Promise<Harm> => {
  const { rig, documents } = scene
  const colleague = raw(rig, documents.comments, colleagueOf(rig))
  await colleague.ask()
  colleague.send(update(updateOf((doc) => addComment(doc, colleagueOf(rig), '为什么？'))))
  await until('it is stored', () => colleague.acked > 0)
  colleague.leave()
  const { doc } = await stateOf(rig, documents.comments, colleagueOf(rig))
  const mixed = updateOf((copy) => {
    for (const key of copy.getMap('threads').keys()) copy.getMap('threads').delete(key)
    addComment(copy, attackerOf(rig), '我同意')
  }, doc)
  return isRefused(scene, [update(mixed)], { doc: documents.comments })
}

/** Well-formed, and each of them succeeds against a server without the defence it names. */
export const attacks: readonly Attack[] = [
  ['pending structs that never fit', (scene) => leavesNothing(scene, withoutTheFirst(200))],
  ['pending structs, and an answer without the missing one', emptyAnswer],
  ...knots.map(([what, bytes]): Attack => [what, (scene) => leavesNothing(scene, [update(bytes)])]),
  ['known letters again, behind what nobody has', (scene) => isSeenAlike(scene, saidAgain)],
  ['an empty deletion within a letter of two halves', (scene) => isSeenAlike(scene, emptyDeletion)],
  ['300,000 deletions, each among those of before', endlessDeletions],
  ['a value 100 lists deep', (scene) => isRefused(scene, [deepValue(100)])],
  ['100,001 structs', (scene) => isRefused(scene, [manyStructs(100_001)])],
  ['a key of what is a list', (scene) => isRefused(scene, [keyedInBody])],
  ['a decode bomb of eight bytes', (scene) => isRefused(scene, [decodeBomb])],
  ['20,000 client ids in one update', (scene) => isRefused(scene, [manyClients(20_000)])],
  ['elements 2,000 deep', (scene) => isRefused(scene, [deepUpdate(2000)])],
  ['a colleague’s client id', forgedClientId],
  ['presence of a colleague', spoofedPresence],
  ['presence under another name', forgedName],
  ['5,000 presences, and one of 100 kB', growingPresence],
  ['a document beyond its limit', hugeDocument],
  ['a reader who does not read', slowReader],
  ['a reader who asks for everything 200 times', manyQuestions],
  ['deletions by a reader', deletionByReader],
  [
    'a root of one’s own beside the comments',
    (scene) => isRefused(scene, [newRoot('hidden')], { doc: scene.documents.comments }),
  ],
  ...misplaced.map(
    ([what, bytes]): Attack => [
      `${what}: no page can show it`,
      (scene) => isRefused(scene, [bytes]),
    ],
  ),
  ['a document within the document', (scene) => isRefused(scene, [subdocument()])],
  ['an honest comment with a theft in it', mixedUpdate],
]
