import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { GuardedCopy } from './GuardedCopy.ts'
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
