import * as Y from 'yjs'
import { pool } from '#e2e/bench/sync/lib/time.ts'
import { presence, step2, update, updateOf } from '../corpus/frames.ts'
import { type Person, type Rig, raw } from '../rig/Rig.ts'
import { stateOf } from '../rig/stateOf.ts'
import { until } from '../rig/until.ts'
import type { ActorName, Cast, PlaceName } from './actors.ts'
import { changesIn, isAllowed } from './changes.ts'
import { COLLEAGUE_ID, otherMessages } from './messages.ts'
import { accessOf } from './table.ts'

/** Stands in whatever is refused, and then nowhere else. */
export const DENIED = 'denied-7f3a'
export const ALLOWED = 'allowed-2c9e'

const nobodyAtAll: Person = { userId: 'nobody-00001', name: 'nobody', cookie: '' }
/** How a change is said; the last one as every reconnecting client does, with all it knows around it. */
const sayings: Readonly<Record<string, (change: Uint8Array, state: Uint8Array) => Uint8Array>> = {
  SyncStep2: (change) => step2(change),
  Update: (change) => update(change),
  'SyncStep2 with everything': (change, state) => step2(Y.mergeUpdates([state, change])),
}

type Cell = {
  readonly name: string
  readonly actor: ActorName
  readonly isAllowed: boolean
  /** The frame for the document as it is now. */
  frame(state: Uint8Array): Uint8Array | string
}

const copyOf = (state: Uint8Array): Y.Doc => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

type Scene = {
  readonly rig: Rig
  readonly cast: Cast
  readonly place: PlaceName
  /** The document's name. */
  readonly name: string
  /** Somebody who may look. */
  readonly witness: Person
  /** Present in it, and none of the cast: whoever speaks for them lies. */
  readonly colleague: Person
  readonly actors: readonly ActorName[]
  /** Whoever gets in says each change in one way only. */
  readonly isBrief: boolean
}

const sayingsOf = (isBrief: boolean) =>
  Object.entries(sayings).filter(([step]) => !isBrief || step === 'Update')

/** Everything one actor is tried with in one document. */
const cellsOf = ({ cast, place, isBrief }: Scene, actor: ActorName): readonly Cell[] => {
  const by = cast[actor] ?? nobodyAtAll
  const changes = changesIn(place).flatMap((change) =>
    sayingsOf(isBrief && accessOf(actor, place) !== 'none').map(([step, say]): Cell => {
      const mayDo = isAllowed(change, actor, place)
      const name = `${actor} in ${place}: ${change.name} as ${step}`
      const canary = mayDo ? ALLOWED : DENIED
      const frame = (state: Uint8Array) =>
        say(
          updateOf((doc) => change.make(doc, by, canary), copyOf(state)),
          state,
        )
      return { name, actor, isAllowed: mayDo, frame }
    }),
  )
  const others = otherMessages(DENIED).map(
    ([what, frame]): Cell => ({
      ...{ name: `${actor} in ${place}: ${what}`, actor, isAllowed: false, frame: () => frame },
    }),
  )
  return [...changes, ...others]
}

/** What a document says, without what the server itself keeps writing (who is in a classroom). */
const contentOf = (doc: Y.Doc): string => {
  const [body, threads, ink] = [
    doc.getXmlFragment('body'),
    doc.getMap('threads'),
    doc.getMap('ink'),
  ]
  const maps = [threads, ink].map((map) => Object.entries(map.toJSON()).sort())
  return JSON.stringify([body.toString(), maps, doc.getMap('state').get('phase')])
}

const read = async (rig: Rig, name: string, who: Person) => {
  const { doc } = await stateOf(rig, name, who)
  const state = Y.encodeStateAsUpdate(doc)
  return { state, content: contentOf(doc), hasDenied: Buffer.from(state).includes(DENIED) }
}

/** Says it on a connection of its own; true when it was acknowledged. */
const tryCell = async (
  rig: Rig,
  name: string,
  cell: Cell & { who: Person | null },
  now: Uint8Array,
) => {
  const client = await raw(rig, name, cell.who).opened()
  client.send(cell.frame(now))
  await client.ask()
  if (cell.isAllowed)
    await until(`${cell.name} is decided`, () => client.acked > 0 || client.code !== null)
  client.leave()
  return client.acked > 0
}

/** A witness who hears everything that is passed on, beside a colleague whose presence is to stay. */
const openWitness = async ({ rig, name, ...people }: Scene) => {
  const [listener, colleague] = [raw(rig, name, people.witness), raw(rig, name, people.colleague)]
  for (const client of [listener, colleague]) await client.ask()
  colleague.send(presence([COLLEAGUE_ID, 1, { cursor: 'the colleague' }]))
  await until('the colleague is seen', () => listener.heard('the colleague'))
  let round = 0
  return {
    /** Everything passed on so far has been heard: somebody who comes now is heard after it. */
    hasHeard: async (words: string): Promise<boolean> => {
      round += 1
      const newcomer = raw(rig, name, people.colleague)
      await newcomer.ask()
      newcomer.send(presence([COLLEAGUE_ID + 100 + round, 1, { cursor: `newcomer ${round}` }]))
      await until('the newcomer is seen', () => listener.heard(`newcomer ${round}`))
      newcomer.leave()
      await listener.ask()
      return listener.heard(words)
    },
    leave: () => {
      for (const client of [listener, colleague]) client.leave()
    },
  }
}

/** Tries what is denied to everybody, then what is allowed. Answers every fault, and how many cells. */
export const tryCells = async (scene: Scene) => {
  const { rig, cast, place, name, witness, actors } = scene
  const faults: string[] = []
  const cells = actors.flatMap((actor) => cellsOf(scene, actor))
  const listener = await openWitness(scene)
  for (const actor of actors) {
    const before = await read(rig, name, witness)
    const denied = cells.filter((cell) => cell.actor === actor && !cell.isAllowed)
    await pool(denied, 6, async (cell) => {
      const who = cast[actor]
      if (await tryCell(rig, name, { ...cell, who }, before.state))
        faults.push(`${cell.name}: acknowledged`)
    })
    const after = await read(rig, name, witness)
    if (after.content !== before.content)
      faults.push(`${actor} in ${place}: it says something else`)
    if (after.hasDenied) faults.push(`${actor} in ${place}: something denied is in it`)
  }
  if (await listener.hasHeard(DENIED)) faults.push(`${place}: something denied was passed on`)
  for (const cell of cells.filter((one) => one.isAllowed)) {
    const { state } = await read(rig, name, witness)
    const who = cast[cell.actor]
    if (!(await tryCell(rig, name, { ...cell, who }, state))) faults.push(`${cell.name}: refused`)
  }
  const allowed = cells.filter((one) => one.isAllowed).length
  if (place === 'plan' && allowed > 0 && !(await listener.hasHeard(ALLOWED)))
    faults.push(`${place}: what is allowed was not passed on`)
  listener.leave()
  return { faults, cells: cells.length, allowed }
}
