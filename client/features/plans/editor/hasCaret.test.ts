import type { Editor } from '@tiptap/core'
import { afterEach, expect, it } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, copyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

let editor: Editor
afterEach(() => editor.destroy())

const titleIn = (doc: Y.Doc) => (bodyOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText

/** Somebody else's page and what it says of its caret. */
const somebody = (doc: Y.Doc, awareness: Awareness) => {
  const their = copyOf(doc)
  const presence = new Awareness(their)
  return {
    their,
    says: (cursor: unknown) => {
      presence.setLocalState({ user: { name: '王芳', hue: 'lin' }, cursor })
      applyAwarenessUpdate(awareness, encodeAwarenessUpdate(presence, [their.clientID]), 'line')
    },
  }
}

const place = { type: null, tname: 'body', item: null, assoc: 0 }
const at = (change: object) => ({ anchor: { ...place, ...change }, head: place })

it.each<[string, unknown]>([
  ['no places', {}],
  ['a word', 'here'],
  ['a list', [1, 2]],
  ['places that are none', { anchor: 1, head: true }],
  ['a place of nothing', at({ tname: null })],
  ['a clock before the first', at({ tname: null, item: { client: 0, clock: -1 } })],
  ['a clock that is a word', at({ tname: null, item: { client: 0, clock: 'one' } })],
  ['half a clock', at({ tname: null, type: { client: 0, clock: 0.5 } })],
  ['an id that is none', at({ item: 7 })],
])('a caret of %s keeps no page from following, and takes away no word', async (_what, cursor) => {
  const doc = testPlanDoc()
  const awareness = new Awareness(doc)
  editor = await paperOn({ doc, awareness })
  const { their, says } = somebody(doc, awareness)
  const known = JSON.parse(
    JSON.stringify(cursor).replaceAll('"client":0', `"client":${doc.clientID}`),
  )
  says(known)
  titleIn(their).insert(0, '甲')
  expect(() => Y.applyUpdate(doc, Y.encodeStateAsUpdate(their))).not.toThrow()
  expect(editor.getText()).toContain('甲落花生')
  editor.commands.insertContentAt(1, '乙')
  expect(titleIn(doc).toString()).toBe('乙甲落花生（第二课时）')
})

it('a root that is made up is made in nobody’s document', async () => {
  const doc = testPlanDoc()
  const awareness = new Awareness(doc)
  editor = await paperOn({ doc, awareness })
  somebody(doc, awareness).says(at({ tname: 'made up' }))
  await new Promise((resolve) => setTimeout(resolve))
  expect([...doc.share.keys()]).toEqual(['body'])
})

it('a caret that is one is shown', async () => {
  const doc = testPlanDoc()
  const awareness = new Awareness(doc)
  editor = await paperOn({ doc, awareness })
  const title = titleIn(doc)
  const cursor = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(title, 2))
  somebody(doc, awareness).says({ anchor: cursor, head: cursor })
  await new Promise((resolve) => setTimeout(resolve))
  expect(editor.view.dom.querySelector('[data-client]')?.textContent).toContain('王芳')
})
