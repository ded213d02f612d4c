import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { putUnseen } from '../sync/testing.ts'
import { inkRoot, STATE_ROOT, STROKE_POINT_LIMIT } from './ink.ts'
import { isOwnInk, touchedStrokes } from './inkGuard.ts'

const author = { userId: 'user-assist', site: 'far' as const }

const stroke = (fields: Record<string, unknown> = {}): Y.Map<unknown> => {
  const points = new Y.Array<number>()
  points.push([0.1, 0.2, 0, 0.2, 0.3, 40])
  const all = {
    site: 'far',
    page: 2,
    by: 'user-assist',
    width: 0.005,
    startMs: 1000,
    done: false,
    erased: false,
    points,
    ...fields,
  }
  return new Y.Map(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** A room with one stroke of each teacher, as the server holds it. */
const room = () => {
  const doc = new Y.Doc()
  doc.getMap(STATE_ROOT).set('floor', 'near')
  inkRoot(doc).set('stroke-own', stroke())
  inkRoot(doc).set('stroke-theirs', stroke({ by: 'user-lead', site: 'near' }))
  return doc
}

/** What the guard says of an edit made elsewhere, judged the way the room does: on the events it causes. */
const judge = (edit: (doc: Y.Doc) => void, meanwhile?: (doc: Y.Doc) => void) => {
  const server = room()
  const client = new Y.Doc()
  Y.applyUpdate(client, Y.encodeStateAsUpdate(server))
  const before = Y.encodeStateVector(client)
  client.transact(() => edit(client))
  meanwhile?.(server)
  let verdict = true
  const touched: string[] = []
  for (const root of ['ink', STATE_ROOT, 'other'])
    server.getMap(root).observeDeep((events) => {
      verdict = verdict && isOwnInk(events, server, author)
      if (root === 'ink') touched.push(...touchedStrokes(events, server))
    })
  Y.applyUpdate(server, Y.encodeStateAsUpdate(client, before))
  return { verdict, touched }
}
const own = (doc: Y.Doc) => inkRoot(doc).get('stroke-own') as Y.Map<unknown>
const theirs = (doc: Y.Doc) => inkRoot(doc).get('stroke-theirs') as Y.Map<unknown>
const points = (map: Y.Map<unknown>) => map.get('points') as Y.Array<unknown>

describe('what a teacher may write into the classroom’s document', () => {
  it.each<[string, (doc: Y.Doc) => void, string[]]>([
    ['a new stroke', (doc) => inkRoot(doc).set('stroke-new', stroke()), ['stroke-new']],
    ['more points', (doc) => points(own(doc)).push([0.5, 0.5, 90]), ['stroke-own']],
    [
      'the last points and done',
      (doc) => {
        points(own(doc)).push([0.5, 0.5, 90])
        own(doc).set('done', true)
      },
      ['stroke-own'],
    ],
    ['erasing one’s own', (doc) => own(doc).set('erased', true), ['stroke-own']],
  ])('%s: yes', (_name, edit, touched) => {
    expect(judge(edit)).toEqual({ verdict: true, touched })
  })

  const added = (fields: Record<string, unknown>) => (doc: Y.Doc) =>
    void inkRoot(doc).set('stroke-new', stroke(fields))
  const pointsOf = (...values: unknown[]) => {
    const array = new Y.Array<unknown>()
    array.push(values)
    return array
  }
  it.each<[string, (doc: Y.Doc) => void]>([
    ['somebody else’s name', added({ by: 'user-lead' })],
    ['the other site', added({ site: 'near' })],
    ['a page that cannot be', added({ page: 0 })],
    ['a line as wide as the slide', added({ width: 0.5 })],
    ['a width that is no number', added({ width: 'wide' })],
    ['a time that is no number', added({ startMs: 'now' })],
    ['a field too many', added({ colour: 'red' })],
    ['a field too few', added({ done: undefined })],
    ['points beyond the slide', added({ points: pointsOf(1.2, 0.5, 0) })],
    ['points that are words', added({ points: pointsOf('a', 0.5, 0) })],
    ['half a point', added({ points: pointsOf(0.5, 0.5) })],
    ['points that are no list', added({ points: 'points' })],
    [
      'too many points',
      added({ points: pointsOf(...Array.from({ length: STROKE_POINT_LIMIT * 3 + 3 }, () => 0)) }),
    ],
    ['plain data instead of a stroke', (doc) => inkRoot(doc).set('stroke-new', { by: 'me' })],
    ['a key that is no id', (doc) => inkRoot(doc).set('a b', stroke())],
    ['replacing a stroke', (doc) => inkRoot(doc).set('stroke-own', stroke())],
    ['removing a stroke', (doc) => inkRoot(doc).delete('stroke-own')],
    ['removing theirs', (doc) => inkRoot(doc).delete('stroke-theirs')],
    ['erasing theirs', (doc) => theirs(doc).set('erased', true)],
    ['more points for theirs', (doc) => points(theirs(doc)).push([0.5, 0.5, 9])],
    ['taking over theirs', (doc) => theirs(doc).set('by', 'user-assist')],
    ['moving one’s own to another page', (doc) => own(doc).set('page', 5)],
    ['undoing done', (doc) => own(doc).set('done', false)],
    ['a field of one’s own', (doc) => own(doc).set('note', 'x')],
    ['points in the middle', (doc) => points(own(doc)).insert(3, [0.5, 0.5, 9])],
    ['fewer points', (doc) => points(own(doc)).delete(0, 3)],
    ['other points', (doc) => void own(doc).set('points', new Y.Array())],
    ['the floor', (doc) => doc.getMap(STATE_ROOT).set('floor', 'far')],
    ['a new field of the state', (doc) => doc.getMap(STATE_ROOT).set('phase', 'ended')],
    ['another root', (doc) => doc.getMap('other').set('x', 1)],
    [
      'ink with something else in the same breath',
      (doc) => {
        points(own(doc)).push([0.5, 0.5, 90])
        doc.getMap(STATE_ROOT).set('page', 9)
      },
    ],
  ])('%s: no', (_name, edit) => {
    expect(judge(edit).verdict).toBe(false)
  })
})

describe('[DR14] what no reader sees in ink is refused', () => {
  const LONG = 'x'.repeat(100_000)
  const hidden = () => new Y.ContentAny([LONG])
  const withStroke = (change: (map: Y.Map<unknown>) => void) => (doc: Y.Doc) => {
    inkRoot(doc).set('stroke-new', stroke())
    change(inkRoot(doc).get('stroke-new') as Y.Map<unknown>)
  }
  const goneKey = (map: Y.Map<unknown>) => {
    map.set(LONG, 1)
    map.delete(LONG)
  }
  it.each<[string, (doc: Y.Doc) => void]>([
    ['a list in a stroke of one’s own', (doc) => putUnseen(own(doc), null, hidden())],
    ['a list in a new stroke', withStroke((map) => putUnseen(map, null, hidden()))],
    ['a map in new points', withStroke((map) => putUnseen(points(map), 'hidden', hidden()))],
    [
      'what new points do not count',
      withStroke((map) => putUnseen(points(map), null, new Y.ContentFormat('bold', LONG))),
    ],
    [
      'a map in points, with an honest one',
      (doc) => {
        points(own(doc)).push([0.5, 0.5, 90])
        putUnseen(points(own(doc)), 'hidden', hidden())
      },
    ],
    [
      'what points do not count',
      (doc) => putUnseen(points(own(doc)), null, new Y.ContentFormat('bold', LONG)),
    ],
    [
      'before the value that is read, in a new stroke',
      withStroke((map) => putUnseen(map, 'page', new Y.ContentAny([LONG, 2]))),
    ],
    [
      'before the value that is read',
      (doc) => putUnseen(own(doc), 'done', new Y.ContentAny([LONG, true])),
    ],
    ['in the key of what is gone again, in a new stroke', withStroke(goneKey)],
    ['in the key of what is gone again', (doc) => goneKey(own(doc))],
    ['in the key of a stroke that is gone again', (doc) => goneKey(inkRoot(doc))],
    [
      'in the name of a hook',
      (doc) => {
        const hook = new Y.XmlHook(LONG)
        const fields = stroke()
        inkRoot(doc).set('stroke-new', fields)
        for (const [key, value] of fields.entries())
          hook.set(key, value instanceof Y.Array ? value.clone() : value)
        inkRoot(doc).set('stroke-hook', hook)
      },
    ],
  ])('%s', (_name, edit) => {
    expect(judge(edit).verdict).toBe(false)
  })

  // Whichever of the two counts in the end: with the greater id, the client’s.
  it.each([1, 3])('a mark that somebody else has made meanwhile is fine (client %i)', (id) => {
    const mark = (clientId: number) => (doc: Y.Doc) => {
      doc.clientID = clientId
      own(doc).set('done', true)
    }
    expect(judge(mark(id), mark(2)).verdict).toBe(true)
  })
})

it('[DR14] however many points came one by one, nothing is copied to tell where they are', () => {
  const changes = vi.spyOn(Y.YEvent.prototype, 'changes', 'get')
  const some = (count: number) => (doc: Y.Doc) => {
    for (let i = 0; i < count; i += 1) points(own(doc)).push([0.5, 0.5, i])
  }
  expect(judge(some(1990)).verdict).toBe(true)
  expect(judge(some(2010)).verdict).toBe(false)
  expect(judge((doc) => points(own(doc)).insert(3, [0.5, 0.5, 90])).verdict).toBe(false)
  expect(changes).not.toHaveBeenCalled()
  changes.mockRestore()
})
