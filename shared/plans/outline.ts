import * as Y from 'yjs'
import type { PlanStep } from '../lessons/model.ts'
import { wordsOf } from './planText.ts'
import { PLAN_BODY, type RowKind, textblocks } from './shape.ts'

/** A plan's content as ProseMirror writes it: what both a template and a Y.Doc become before reading. */
export type PlanJson = {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly text?: string
  readonly marks?: readonly { readonly type: string }[]
  readonly content?: readonly PlanJson[]
}

export type PlanOutline = {
  readonly steps: readonly PlanStep[]
  /** One line per paragraph, heading, cell and step title. */
  readonly text: string
  /** Without white space; what 字数 means. */
  readonly characters: number
}

const childJson = (child: unknown): readonly PlanJson[] => {
  if (child instanceof Y.XmlText)
    // The text of an empty line waits for letters; as a node of its own it would be none.
    return child.length === 0 ? [] : [{ type: 'text', text: wordsOf(child) }]
  if (!(child instanceof Y.XmlElement)) return []
  return [{ type: child.nodeName, attrs: child.getAttributes(), content: contentOf(child) }]
}

const contentOf = (parent: Y.XmlFragment): readonly PlanJson[] =>
  parent.toArray().flatMap(childJson)

/** The body of a `plan:` document, without marks. */
export const bodyJson = (doc: Y.Doc): PlanJson => ({
  type: 'doc',
  content: contentOf(doc.getXmlFragment(PLAN_BODY)),
})

const lines = (node: PlanJson): string => {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  const inner = (node.content ?? []).map(lines).join('')
  return textblocks.has(node.type) ? `${inner}\n` : inner
}

const wordsIn = (nodes: readonly PlanJson[]): string => nodes.map(lines).join('').trim()

const numberWithin = (value: unknown, from: number, to: number): number | null =>
  typeof value === 'number' && value >= from && value <= to ? value : null

const rowWords = (step: PlanJson, kind: RowKind): string =>
  wordsIn((step.content ?? []).filter((n) => n.type === 'stepRow' && n.attrs?.kind === kind))

/** Total: a plan that a client wrote badly still has an outline; what is no number is 0. */
const stepOf = (node: PlanJson, taken: ReadonlySet<string>, index: number): PlanStep => {
  const named = node.attrs?.stepId
  const own = typeof named === 'string' && named !== '' ? named.slice(0, 40) : `step-${index + 1}`
  const page = numberWithin(node.attrs?.firstPage, 1, 1000)
  return {
    lead: rowWords(node, 'lead'),
    assist: rowWords(node, 'assist'),
    student: rowWords(node, 'student'),
    intent: rowWords(node, 'intent'),
    // A step pasted twice in two browsers at once has its id twice until an editor repairs it.
    stepId: taken.has(own) ? `${own.slice(0, 34)}~${index}` : own,
    title: wordsIn((node.content ?? []).filter((n) => n.type === 'stepTitle')).slice(0, 200),
    minutes: numberWithin(node.attrs?.minutes, 0, 240) ?? 0,
    firstPage: page === null ? null : Math.floor(page),
  }
}

/** What lists, run-sheets and the archive read of a plan. */
export const planOutline = (body: PlanJson): PlanOutline => {
  const steps: PlanStep[] = []
  const taken = new Set<string>()
  for (const node of (body.content ?? []).filter((n) => n.type === 'lessonStep')) {
    const step = stepOf(node, taken, steps.length)
    taken.add(step.stepId)
    steps.push(step)
  }
  const text = lines(body).trimEnd()
  return { steps, text, characters: [...text.replace(/\s/gu, '')].length }
}

export const outlineOfDoc = (doc: Y.Doc): PlanOutline => planOutline(bodyJson(doc))
