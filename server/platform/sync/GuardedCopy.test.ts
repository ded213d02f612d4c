import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { GuardedCopy, type RootKind } from './GuardedCopy.ts'
import { Knowledge } from './Knowledge.ts'
import { readUpdate } from './readUpdate.ts'
import { inTurn } from './testing/inTurn.ts'
import { updateOf } from './testing/syncHarness.ts'

const begun = () => {
  const doc = new Y.Doc()
  doc.getMap('notes').set('first', 'here')
  return doc
}

/** A copy of a document, and how often all of the document was read for it. */
const copyOf = (doc: Y.Doc) => {
  const written = Y.encodeStateAsUpdate(doc)
  const counted = { readings: 0 }
  const copy = new GuardedCopy(
    () => {
      counted.readings += 1
      return [written]
    },
    { notes: 'map' },
  )
  return { copy, counted }
}

const note = (key: string) => updateOf((doc) => doc.getMap('notes').set(key, 'x'))

describe('[DR14] a refusal', () => {
  test('does not read the document again', () => {
    const { copy, counted } = copyOf(begun())
    for (let i = 0; i < 20; i += 1)
      expect(copy.tries(note(`k${i}`), new Map(), () => false)).toBe(false)
    expect(counted.readings).toBe(1)
    let seen: unknown
    const ask = (_events: unknown, doc: Y.Doc) => {
      seen = doc.getMap('notes').toJSON()
      return true
    }
    expect(copy.tries(note('last'), new Map(), ask)).toBe(true)
    expect(seen).toEqual({ first: 'here', last: 'x' })
  })

  test('leaves no root behind', () => {
    const { copy } = copyOf(begun())
    const foreign = updateOf((doc) => doc.getArray('foreign').push([1]))
    expect(copy.tries(foreign, new Map([['foreign', 'array']]), () => false)).toBe(false)
    let roots: string[] = []
    const ask = (_events: unknown, doc: Y.Doc) => {
      roots = [...doc.share.keys()]
      return true
    }
    expect(copy.tries(note('last'), new Map(), ask)).toBe(true)
    expect(roots).toEqual(['notes'])
  })
})

/** Which keys the guard is shown, in which root, for each of several updates. */
const shown = (
  copy: GuardedCopy,
  update: Uint8Array,
  named: readonly (readonly [string, RootKind])[] = [],
): string[] => {
  const seen: string[] = []
  copy.tries(update, new Map(named), (events, doc) => {
    const nameOf = (type: unknown) => [...doc.share].find(([, root]) => root === type)?.[0]
    for (const { currentTarget, changes } of events)
      for (const key of changes.keys.keys()) seen.push(`${nameOf(currentTarget)}.${key}`)
    return true
  })
  return seen
}

describe('[DR14] a guard is shown every event, in whatever root', () => {
  test('once, however much was tried before', () => {
    const { copy } = copyOf(begun())
    expect(shown(copy, note('one'))).toEqual(['notes.one'])
    expect(copy.tries(note('refused'), new Map(), () => false)).toBe(false)
    expect(shown(copy, note('two'))).toEqual(['notes.two'])
  })

  test('also in a root that the update itself brings, once more after it was refused', () => {
    const { copy } = copyOf(begun())
    const foreign = updateOf((doc) => doc.getMap('foreign').set('k', 1))
    const named = [['foreign', 'map']] as const
    expect(copy.tries(foreign, new Map(named), () => false)).toBe(false)
    expect(shown(copy, foreign, named)).toEqual(['foreign.k'])
  })

  test('also in a root that the server has made since', () => {
    const { copy } = copyOf(begun())
    expect(shown(copy, note('one'))).toEqual(['notes.one'])
    const doc = new Y.Doc()
    copy.admit(updateOf((made) => made.getMap('made').set('k', 1), doc))
    const next = updateOf((made) => made.getMap('made').set('k', 2), doc)
    expect(shown(copy, next, [['made', 'map']])).toEqual(['made.k'])
  })

  test('also after all of it was read anew', () => {
    const { copy } = copyOf(begun())
    expect(shown(copy, note('one'))).toEqual(['notes.one'])
    copy.forsake()
    expect(shown(copy, note('two'))).toEqual(['notes.two'])
  })
})

describe('[DR14] what has to be searched for', () => {
  /** A hundred values that were never the newest of a key with so many before. */
  const searching = (earlier: number) => {
    const doc = new Y.Doc()
    for (let i = 0; i < earlier; i += 1)
      for (const key of ['a', 'b']) doc.getMap('notes').set(key, i)
    const value = [0x21, 1, 5, ...Buffer.from('notes'), 1, 97, 1]
    const bytes = Uint8Array.from([
      1,
      100,
      7,
      0,
      ...Array.from({ length: 100 }, () => value).flat(),
      0,
    ])
    const assessment = new Knowledge().assess(readUpdate(bytes))
    if (assessment.kind === 'gap') throw new Error('it has a gap')
    return { copy: copyOf(doc).copy, news: assessment.news }
  }

  test('is searched for one person a number of times as long as a document is open, for whoever opens it next waits for all', () => {
    const { copy, news } = searching(2000)
    const tries = Array.from({ length: 12 }, () => copy.bears(news, 'wangfang'))
    expect(tries.indexOf(false)).toBe(9)
    expect(tries.slice(9)).toEqual([false, false, false])
    // Nobody else pays for it.
    expect(copy.bears(news, 'zhaolei1')).toBe(true)
  })

  test('is not searched for in a document that took longer to put together than it is large', () => {
    const worked = vi.spyOn(process, 'threadCpuUsage')
    const took = (ms: number) =>
      worked
        .mockReturnValueOnce({ user: 0, system: 0 })
        .mockReturnValueOnce({ user: 1000 * (ms - 100), system: 100_000 })
    took(1500)
    const { copy, news } = searching(10)
    expect(copy.bears(news, 'wangfang')).toBe(false)
    expect(copy.tries(note('last'), new Map(), () => true)).toBe(true)
    took(900)
    expect(searching(10).copy.bears(news, 'wangfang')).toBe(true)
    worked.mockRestore()
  })
})

describe('[DR22] of pieces, each of which takes Yjs far more than it is on the wire,', () => {
  const values = (count: number, keys: string, client = 7) => {
    const bytes = inTurn(count, keys, client)
    const assessment = new Knowledge().assess(readUpdate(bytes))
    if (assessment.kind === 'gap') throw new Error('it has a gap')
    return { bytes, news: assessment.news }
  }

  test.each([
    ['ab', 5],
    ['a', 12],
  ] as const)('no more than can be kept; of %s in turn there is room %i times', (keys, times) => {
    const { copy } = copyOf(begun())
    const given = Array.from({ length: 12 }, (_, i) => {
      const { bytes, news } = values(25_000, keys, 100 + i)
      return copy.hasRoomFor(news) && copy.tries(bytes, new Map(), () => true)
    })
    expect(given.filter((isTaken) => isTaken)).toHaveLength(times)
    expect(copy.hasRoomFor(values(25_001, keys).news)).toBe(false)
    expect(copy.hasRoomFor({ ...values(1, keys).news, sections: [] })).toBe(true)
  })
})
