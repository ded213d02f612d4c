import * as Y from 'yjs'

/** A small seeded generator, so that a failing run can be run again. */
export const random = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
}

const edits: readonly ((doc: Y.Doc, pick: (below: number) => number) => void)[] = [
  (doc, pick) => {
    const text = doc.getText('body')
    text.insert(pick(text.length + 1), ['好', 'abc', '😀', 'é\n'][pick(4)] ?? '')
  },
  (doc, pick) => {
    const text = doc.getText('body')
    if (text.length > 3) text.delete(pick(text.length - 2), 1 + pick(2))
  },
  (doc, pick) => {
    const text = doc.getText('body')
    if (text.length > 1) text.format(pick(text.length - 1), 1, { bold: pick(2) === 0 || null })
  },
  (doc, pick) => {
    doc
      .getMap('map')
      .set(`k${pick(5)}`, [1, { deep: [true, null, 'x', 1.5, -7] }, undefined][pick(3)])
  },
  (doc, pick) => {
    const nested = new Y.Map()
    nested.set('list', Y.Array.from([1, 'two', new Uint8Array([1, 2, 3])]))
    doc.getMap('map').set(`n${pick(3)}`, nested)
  },
  (doc, pick) => {
    const list = doc.getArray('list')
    list.insert(pick(list.length + 1), [pick(99), { a: 2 ** 60, 键: [] }])
    if (list.length > 8) list.delete(pick(list.length - 3), 2)
  },
  (doc, pick) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.setAttribute('level', String(pick(4)))
    paragraph.insert(0, [new Y.XmlText('段落')])
    const body = doc.getXmlFragment('xml')
    body.insert(pick(body.length + 1), [paragraph])
    if (body.length > 6) body.delete(pick(body.length - 1), 1)
  },
  (doc, pick) => {
    const text = doc.getText('body')
    text.insertEmbed(pick(text.length + 1), { image: `${pick(9)}.png` })
  },
]

/** What three people who edit at once send, in the order in which the server takes it. */
export const editTogether = (pick: (below: number) => number, count: number): Uint8Array[] => {
  const docs = Array.from({ length: 3 }, () => new Y.Doc())
  const sent: Uint8Array[] = []
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') sent.push(update)
    })
  for (let i = 0; i < count; i += 1) {
    const doc = docs[pick(3)]
    const edit = edits[pick(edits.length)]
    doc?.transact(() => edit?.(doc, pick))
    // Not every time, so that the three edit at once.
    if (pick(4) === 0)
      for (const other of docs) Y.applyUpdate(other, Y.mergeUpdates(sent), 'remote')
  }
  return sent
}
