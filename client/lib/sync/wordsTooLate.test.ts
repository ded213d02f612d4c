import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { wordsTooLate } from './wordsTooLate.ts'

/** What somebody types, in rows, into a block that others have deleted by then. */
const foundOf = (types: (text: Y.XmlText) => void): readonly string[] => {
  const theirs = new Y.Doc()
  const block = new Y.XmlElement('paragraph')
  block.insert(0, [new Y.XmlText('父亲为什么')])
  theirs.getXmlFragment('body').insert(0, [block])
  const rows = [Y.encodeStateAsUpdate(theirs)]
  const own = new Y.Doc()
  Y.applyUpdate(own, rows[0] as Uint8Array)
  own.on('update', (row: Uint8Array) => rows.push(row))
  const text = (own.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText
  types(text)
  const before = Y.encodeStateVector(theirs)
  theirs.getXmlFragment('body').delete(0, 1)
  rows.push(Y.encodeStateAsUpdate(theirs, before))
  const { words } = wordsTooLate(rows, new Map([[own.clientID, 0]]))
  return words.map((word) => word.text)
}

const letterByLetter = (text: Y.XmlText, at: number, words: string): void => {
  for (const [i, letter] of [...words].entries()) text.insert(at + i, letter)
}

test('[DR34] what was typed too late is found without what its author took back, wherever in it', () => {
  expect(foundOf((text) => letterByLetter(text, 2, '轻声读'))).toEqual(['轻声读'])
  const lastGone = foundOf((text) => {
    letterByLetter(text, 2, '轻声读错')
    text.delete(5, 1)
  })
  expect(lastGone.join('')).toBe('轻声读')
  const firstGone = foundOf((text) => {
    letterByLetter(text, 2, '错轻声读')
    text.delete(2, 1)
  })
  expect(firstGone.join('')).toBe('轻声读')
  const midGone = foundOf((text) => {
    letterByLetter(text, 2, '轻声错读')
    text.delete(4, 1)
  })
  expect(midGone.join('')).toBe('轻声读')
})
