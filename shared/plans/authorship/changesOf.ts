import * as Y from 'yjs'
import { type Run, runsOf, type TextNode, type UnitId } from './textUnits.ts'

/** A run that came or went, with the text node it stands in. */
export type Change = Run & {
  readonly node: TextNode
  /** Before which unit it was put, when that is known. */
  readonly before: UnitId | null
}

/** What one update did to the text. */
export type TextChanges = {
  readonly clients: readonly number[]
  readonly written: readonly Change[]
  /** Older text only: what came and went in the same update is in `written`, as deleted. */
  readonly deleted: readonly Change[]
  /** Text nodes that came with this update. */
  readonly bornNodes: ReadonlySet<TextNode>
  /** Text nodes that went with this update. */
  readonly deadNodes: ReadonlySet<TextNode>
}

const nodeOf = (item: Y.Item): TextNode | null =>
  item.parent instanceof Y.AbstractType ? item.parent : null

/** The part of an item that lies within the clocks. */
const changeOf = (item: Y.Item, from: number, to: number): Change | null => {
  const node = nodeOf(item)
  if (!(item.content instanceof Y.ContentString) || !node) return null
  const start = Math.max(from, item.id.clock)
  const text = item.content.str.slice(start - item.id.clock, to - item.id.clock)
  if (text === '') return null
  const before = start === item.id.clock ? item.rightOrigin : null
  return { client: item.id.client, clock: start, text, isDeleted: item.deleted, node, before }
}

const itemsWithin = (doc: Y.Doc, client: number, from: number, to: number): readonly Y.Item[] => {
  const structs = doc.store.clients.get(client) ?? []
  const items: Y.Item[] = []
  if (structs.length === 0 || from >= to) return items
  for (let i = Y.findIndexSS(structs, from); i < structs.length; i += 1) {
    const struct = structs[i]
    if (!struct || struct.id.clock >= to) break
    if (struct instanceof Y.Item) items.push(struct)
  }
  return items
}

const present = <Value>(value: Value | null): value is Value => value !== null

/** Reads a transaction right after it, on a document that keeps what is deleted. */
export const changesOf = (transaction: Y.Transaction): TextChanges => {
  const { doc, beforeState, afterState, deleteSet } = transaction
  const clients: number[] = []
  const written: Change[] = []
  const bornNodes = new Set<TextNode>()
  for (const [client, to] of afterState) {
    const from = beforeState.get(client) ?? 0
    if (to <= from) continue
    clients.push(client)
    for (const item of itemsWithin(doc, client, from, to)) {
      const change = changeOf(item, from, to)
      if (change) written.push(change)
      if (item.content instanceof Y.ContentType) bornNodes.add(item.content.type)
    }
  }
  const deleted: Change[] = []
  const deadNodes = new Set<TextNode>()
  for (const [client, ranges] of deleteSet.clients)
    for (const { clock, len } of ranges) {
      const end = Math.min(clock + len, beforeState.get(client) ?? 0)
      const items = itemsWithin(doc, client, clock, end)
      deleted.push(...items.map((item) => changeOf(item, clock, end)).filter(present))
      for (const { content } of items)
        if (content instanceof Y.ContentType) deadNodes.add(content.type)
    }
  return { clients, written, deleted, bornNodes, deadNodes }
}

/** What a node that went said just before: what went together with it, in order. */
export const lastWords = (node: TextNode, changes: TextChanges): readonly Run[] => {
  const gone = new Set(
    changes.deleted.filter((change) => change.node === node).map((c) => `${c.client}:${c.clock}`),
  )
  return runsOf(node).filter((run) => gone.has(`${run.client}:${run.clock}`))
}
