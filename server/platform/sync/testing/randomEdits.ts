import * as Y from 'yjs'

export type Random = (below: number) => number

export const seeded = (seed: number): Random => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** An empty document whose roots have their types: `map`, `list` and `text`. */
export const withRoots = (): Y.Doc => {
  const doc = new Y.Doc()
  doc.getMap('map')
  doc.getArray('list')
  doc.getText('text')
  return doc
}

const newValue = (random: Random): unknown => {
  const kind = random(4)
  if (kind === 0) return Y.Array.from([1, 2, 3])
  if (kind === 1) return new Y.Map(Object.entries({ a: 1, b: 'two' }))
  return kind === 2 ? new Y.Text('一些字') : random(1000)
}

/** A place somewhere in the document. */
const someType = (doc: Y.Doc, random: Random): unknown => {
  let type: unknown = [doc.getMap('map'), doc.getArray('list'), doc.getText('text')][random(3)]
  for (let depth = random(4); depth > 0; depth -= 1) {
    const inside: unknown[] =
      type instanceof Y.Map ? [...type.values()] : type instanceof Y.Array ? type.toArray() : []
    const types = inside.filter((value) => value instanceof Y.AbstractType)
    if (types.length > 0) type = types[random(types.length)]
  }
  return type
}

/** Something is added, replaced, deleted or made bold somewhere. */
export const editSomewhere = (doc: Y.Doc, random: Random): void => {
  const type = someType(doc, random)
  if (type instanceof Y.Map) {
    const key = 'abc'[random(3)] ?? 'a'
    if (random(3) === 0) type.delete(key)
    else type.set(key, newValue(random))
  } else if (type instanceof Y.Array) {
    const at = random(type.length + 1)
    if (random(2) === 0 && at < type.length)
      type.delete(at, 1 + random(Math.min(3, type.length - at)))
    else type.insert(at, [newValue(random), newValue(random)])
  } else if (type instanceof Y.Text) {
    const at = random(type.length + 1)
    if (random(2) === 0 && at < type.length) type.delete(at, 1)
    else if (random(4) === 0 && at < type.length) type.format(at, 1, { bold: true })
    else type.insert(at, '字母')
  }
}
