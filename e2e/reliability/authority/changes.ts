import * as Y from 'yjs'
import { addMessage, resolveThread, threadsMap } from '#shared/plans/threads.ts'
import { addComment, messageBy, writeParagraph } from '../corpus/frames.ts'
import type { Person } from '../rig/Rig.ts'
import type { ActorName, PlaceName } from './actors.ts'
import { accessOf, mayResolve } from './table.ts'

type Change = {
  readonly name: string
  /** For whom it is theirs to do, among those who may write here. */
  readonly isFor: (actor: ActorName) => boolean
  /** On a copy of the document under a new client id. `canary` is to stand in what is written. */
  make(doc: Y.Doc, by: Person, canary: string): void
}

const everyWriter = () => true
const nobody = () => false

const body = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('body')

/** The paragraph that stands at the end of the plan since the scene was set. */
const lastText = (doc: Y.Doc): Y.XmlText => {
  const last = body(doc).get(body(doc).length - 1)
  const text = last instanceof Y.XmlElement ? last.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('the plan ends without a paragraph')
  return text
}

const planChanges: readonly Change[] = [
  {
    name: 'insert words',
    isFor: everyWriter,
    make: (doc, _by, canary) => lastText(doc).insert(0, canary),
  },
  {
    name: 'insert a paragraph',
    isFor: everyWriter,
    make: (doc, _by, canary) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(canary)])
      body(doc).insert(0, [paragraph])
    },
  },
  {
    name: 'delete words of others',
    isFor: everyWriter,
    make: (doc) => lastText(doc).delete(lastText(doc).length - 1, 1),
  },
  {
    name: 'delete a block of others',
    isFor: everyWriter,
    make: (doc) => body(doc).delete(0, 1),
  },
  {
    name: 'format words of others',
    isFor: everyWriter,
    make: (doc, _by, canary) => lastText(doc).format(0, 1, { bold: { canary } }),
  },
  {
    name: 'set an attribute',
    isFor: everyWriter,
    make: (doc, _by, canary) => {
      const first = body(doc).get(0)
      if (first instanceof Y.XmlElement) first.setAttribute('level', canary)
    },
  },
]

/** Under this id the lead has written what others may lay hands on. */
export const LEADS_ID = 4_300_000_001
const LEADS_THREAD = `thread-${LEADS_ID}`
const LEADS_STROKE = `stroke-${LEADS_ID}`

const leadsMessage = (doc: Y.Doc): Y.Map<unknown> => {
  const messages = threadsMap(doc).get(LEADS_THREAD)?.get('messages')
  const message = messages instanceof Y.Array ? messages.get(0) : null
  if (!(message instanceof Y.Map)) throw new Error('a thread without words')
  return message
}
const isLead = (actor: ActorName) => actor === 'lead'

const commentChanges: readonly Change[] = [
  {
    name: 'begin a thread',
    isFor: everyWriter,
    make: (doc, by, canary) => addComment(doc, by, canary),
  },
  {
    name: 'answer in a thread',
    isFor: everyWriter,
    make: (doc, by, canary) =>
      addMessage(doc, LEADS_THREAD, messageBy(by, `answer-${doc.clientID}`, canary)),
  },
  {
    name: 'begin a thread in another’s name',
    isFor: nobody,
    make: (doc, by, canary) => addComment(doc, { ...by, name: 'somebody else' }, canary),
  },
  {
    name: 'answer as another',
    isFor: nobody,
    make: (doc, by, canary) =>
      addMessage(
        doc,
        LEADS_THREAD,
        messageBy({ ...by, userId: 'another-user-01' }, `answer-${doc.clientID}`, canary),
      ),
  },
  {
    name: 'change the lead’s words',
    isFor: isLead,
    make: (doc, _by, canary) => leadsMessage(doc).set('text', canary),
  },
  {
    name: 'change when it was said',
    isFor: nobody,
    make: (doc, _by, canary) => leadsMessage(doc).set('at', canary),
  },
  {
    name: 'resolve the lead’s thread',
    isFor: mayResolve,
    make: (doc, by) =>
      resolveThread(doc, LEADS_THREAD, { by: by.userId, at: new Date().toISOString() }),
  },
  {
    name: 'delete the lead’s thread',
    isFor: nobody,
    make: (doc) => threadsMap(doc).delete(LEADS_THREAD),
  },
]

export const addStroke = (doc: Y.Doc, by: string, site: string): void => {
  const points = Y.Array.from<number>([0.1, 0.1, 0, 0.2, 0.2, 40])
  const fields = { site, page: 1, by, width: 0.004, startMs: 0, done: false, erased: false, points }
  doc.getMap('ink').set(`stroke-${doc.clientID}`, new Y.Map(Object.entries(fields)))
}

/** The lead's stroke; where there is none, the place where it would be. */
const leadsStroke = (doc: Y.Doc): Y.Map<unknown> => {
  const found = doc.getMap('ink').get(LEADS_STROKE)
  return found instanceof Y.Map ? found : doc.getMap('ink')
}

const classroomChanges: readonly Change[] = [
  {
    name: 'draw in the near room',
    isFor: isLead,
    make: (doc, by) => addStroke(doc, by.userId, 'near'),
  },
  {
    name: 'draw in the far room',
    isFor: (actor) => actor === 'assist',
    make: (doc, by) => addStroke(doc, by.userId, 'far'),
  },
  {
    name: 'draw as another',
    isFor: nobody,
    make: (doc) => addStroke(doc, 'another-user-01', 'near'),
  },
  {
    name: 'erase the lead’s stroke',
    isFor: isLead,
    make: (doc) => leadsStroke(doc).set('erased', true),
  },
  {
    name: 'delete a stroke',
    isFor: nobody,
    make: (doc, _by, canary) => {
      const ink = doc.getMap('ink')
      if (ink.has(LEADS_STROKE)) ink.delete(LEADS_STROKE)
      else ink.set('nothing', canary)
    },
  },
  {
    name: 'change the state',
    isFor: nobody,
    make: (doc, _by, canary) => doc.getMap('state').set('phase', canary),
  },
  { name: 'delete the state', isFor: nobody, make: (doc) => doc.getMap('state').delete('phase') },
]

const rootOf: Readonly<Record<PlaceName, string>> = {
  ...{ plan: 'body', comments: 'threads' },
  ...{ waiting: 'ink', live: 'ink', ended: 'ink' },
}

/** What nobody reads harms nobody where what is read is checked; guarded documents have no room for it. */
const newRoots = (isFor: Change['isFor']): readonly Change[] => [
  {
    name: 'a new root, a map',
    isFor,
    make: (doc, _by, canary) => doc.getMap('grades').set('mine', canary),
  },
  {
    name: 'a new root, a text',
    isFor,
    make: (doc, _by, canary) => doc.getText('notes').insert(0, canary),
  },
  {
    name: 'a new root, a list',
    isFor,
    make: (doc, _by, canary) => doc.getArray('list').push([canary]),
  },
  {
    name: 'a new root, a fragment',
    isFor,
    make: (doc, _by, canary) => void writeParagraph(doc, canary, 'elsewhere'),
  },
]

/** Nobody may do these, in no document. */
const forbiddenEverywhere = (place: PlaceName): readonly Change[] => [
  {
    name: 'under a client id that has written here',
    isFor: nobody,
    make: (doc, _by, canary) => {
      const [someone] = doc.store.clients.keys()
      if (someone !== undefined) doc.clientID = someone
      if (place === 'plan') writeParagraph(doc, canary)
      else doc.getMap(rootOf[place]).set('forged', canary)
    },
  },
  {
    name: 'a document in the document',
    isFor: nobody,
    make: (doc, _by, canary) => {
      const inner = new Y.Doc({ guid: canary })
      if (place !== 'plan') doc.getMap(rootOf[place]).set('inner', inner)
      else {
        const paragraph = new Y.XmlElement('paragraph')
        body(doc).push([paragraph])
        paragraph.setAttribute('inner', inner as unknown as string)
      }
    },
  },
]

/**
 * A root everybody knows, told to be another type: what is in it then nobody sees. Only the comments
 * refuse it today, so it stands apart from the matrix.
 */
export const stowaway = (place: PlaceName): Change => ({
  name: 'the root as something else',
  isFor: nobody,
  make: (doc, _by, canary) => {
    // A copy that has never heard of the root's type can be told another one.
    const other = new Y.Doc()
    if (place === 'plan') other.getMap('body').set('level', canary)
    else other.getArray(rootOf[place]).push([canary])
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  },
})

const own: Readonly<Record<PlaceName, readonly Change[]>> = {
  ...{ plan: planChanges, comments: commentChanges },
  ...{ waiting: classroomChanges, live: classroomChanges, ended: classroomChanges },
}

export const changesIn = (place: PlaceName): readonly Change[] => [
  ...own[place],
  ...newRoots(place === 'plan' ? everyWriter : nobody),
  ...forbiddenEverywhere(place),
]

export const isAllowed = (change: Change, actor: ActorName, place: PlaceName): boolean =>
  accessOf(actor, place) === 'write' && change.isFor(actor)
