import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { countPastClock } from '#shared/plans/countPastClock.ts'
import { wordsOf } from '#shared/plans/planText.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { backBeside, backInStep } from './backInStep.ts'
import { goneItemOf } from './goneItemOf.ts'
import { stepOf } from './keptStep.ts'
import { putInLine } from './putInLine.ts'
import { standingStep } from './twinSteps.ts'
import { wentWithStep } from './wentWithStep.ts'

/** Where new blocks may be put in: before the child with this index. */
type Gap = { readonly host: Y.XmlFragment; readonly index: number }

const paragraphOf = (text: string): Y.XmlElement => {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  return paragraph
}

const elementsIn = (parent: Y.XmlFragment, name: string): readonly Y.XmlElement[] =>
  parent
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlElement && child.nodeName === name ? [child] : []))

const endOf = (host: Y.XmlFragment): Gap => ({ host, index: host.length })

/** The step's row of that kind, or its last one. */
const rowGap = (step: Y.XmlElement, kind: string | null): Gap | null => {
  const rows = elementsIn(step, 'stepRow')
  const row = rows.find((one) => one.getAttribute('kind') === kind) ?? rows.at(-1)
  return row ? endOf(row) : null
}

const hostsOfParagraphs: ReadonlySet<string> = new Set(['stepRow', 'listItem'])

/** From a place that cannot hold a paragraph (a table, a list) outwards to one that can. */
const widened = (host: Y.XmlFragment, index: number, row: string | null): Gap | null => {
  if (!(host instanceof Y.XmlElement)) return { host, index }
  if (hostsOfParagraphs.has(host.nodeName)) return { host, index }
  if (host.nodeName === 'lessonStep') {
    const gap = rowGap(host, row)
    if (gap) return gap
  }
  const parent = host.parent
  if (!(parent instanceof Y.XmlFragment)) return null
  return widened(parent, parent.toArray().indexOf(host) + 1, row)
}

const isGone = (type: Y.XmlFragment): boolean => type._item?.deleted === true

/** Where the words' neighbours are, if what held them is still there. */
const nearGap = (doc: Y.Doc, near: string | null, row: string | null): Gap | null => {
  if (near === null) return null
  const place = Y.createAbsolutePositionFromRelativePosition(
    Y.createRelativePositionFromJSON(JSON.parse(near)),
    doc,
  )
  const type = place?.type
  if (!place || !(type instanceof Y.XmlFragment) || isGone(type)) return null
  return widened(type, place.index, row)
}

/** A section's title is noted with its line breaks or without. */
const bare = (words: string): string => words.replace(/\s+/g, '')

/** What a line says, whatever its marks. */
const wordsIn = (line: Y.XmlElement): string =>
  line
    .toArray()
    .reduce((said, child) => said + (child instanceof Y.XmlText ? wordsOf(child) : ''), '')

/** Behind the section's heading and what stands under it. */
const sectionGap = (body: Y.XmlFragment, title: string | null): Gap | null => {
  if (title === null) return null
  const children = body.toArray()
  const isHeading = (child: unknown): child is Y.XmlElement =>
    child instanceof Y.XmlElement && child.nodeName === 'heading'
  const at = children.findIndex((child) => isHeading(child) && bare(wordsIn(child)) === bare(title))
  if (at < 0) return null
  const next = children.findIndex((child, index) => index > at && isHeading(child))
  return { host: body, index: next < 0 ? children.length : next }
}

const gapFor = (doc: Y.Doc, { place }: FoundWords): Gap => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const { stepId = null, row = null, title = null, near = null } = place
  const step = elementsIn(body, 'lessonStep').find(
    (one) => stepId !== null && one.getAttribute('stepId') === stepId,
  )
  const beside = nearGap(doc, near, row)
  // The step lives: within it, beside the old neighbours or at the end of the row.
  if (step && beside?.host === body) return rowGap(step, row) ?? beside
  return beside ?? (step && rowGap(step, row)) ?? sectionGap(body, title) ?? endOf(body)
}

/** Words that are missing in a line which still stands go back into it. */
const backInLine = (doc: Y.Doc, { place }: FoundWords): (() => void) | null => {
  const { line, becomes, stepId = null } = place
  if (!line || !becomes) return null
  let takeOut: (() => void) | null = null
  doc.transact(() => {
    takeOut = putInLine(doc, doc.getXmlFragment(PLAN_BODY), { line, becomes, stepId })
  }, ySyncPluginKey)
  return takeOut
}

/** Whether the whole step comes back with these words: it was kept, and none with its id stands. */
export const bringsStep = (doc: Y.Doc, { place }: FoundWords): boolean =>
  Boolean(place.step && place.stepId && !standingStep(doc, place.stepId))

/** Where the step stood, or at the end of the plan. */
const stepGap = (doc: Y.Doc, { place }: FoundWords): Gap => {
  const body = doc.getXmlFragment(PLAN_BODY)
  const beside = nearGap(doc, place.near ?? null, null)
  return beside?.host === body ? beside : endOf(body)
}

const takeOut = (element: Y.XmlElement): void => {
  const { parent } = element
  if (!(parent instanceof Y.XmlFragment) || element._item?.deleted) return
  parent.delete(parent.toArray().indexOf(element), 1)
}

/**
 * The step again, in its place. Two who put it back at the same moment make twins, which are settled
 * like those of a step moved twice; so what is made is above what went, as a moved copy is.
 */
const backAsStep = (doc: Y.Doc, found: FoundWords): Y.XmlElement | null => {
  const { step: kept } = found.place
  const step = kept && bringsStep(doc, found) ? stepOf(kept) : null
  if (!step) return null
  const clock = Number(goneItemOf(found)?.split('.')[1] ?? 0)
  doc.transact((transaction) => {
    countPastClock(clock, transaction)
    const { host, index } = stepGap(doc, found)
    host.insert(index, [step])
  }, ySyncPluginKey)
  return step
}

/** Where somebody else has brought them back, in their step or by themselves; null for what did not go. */
const backAgain = (doc: Y.Doc, found: FoundWords, lines: readonly string[]) => {
  const { stepId } = found.place
  if (stepId && wentWithStep(found)) return backInStep(doc, stepId, lines)
  return goneItemOf(found) === null ? null : backBeside(doc, gapFor(doc, found), lines)
}

/** As far as they do not stand again each line a paragraph. */
const backAsLines = (doc: Y.Doc, found: FoundWords): (() => void) => {
  const lines = found.text.split('\n')
  let undo = () => {}
  doc.transact(() => {
    const again = backAgain(doc, found, lines)
    const paragraphs = (again?.left ?? lines).map(paragraphOf)
    const { host, index } = gapFor(doc, found)
    if (paragraphs.length > 0) host.insert(index, paragraphs)
    undo = () => {
      again?.takeOut()
      paragraphs.forEach(takeOut)
    }
  }, ySyncPluginKey)
  return undo
}

/**
 * Puts words back as a new edit: into the line that lacks them; else with the whole step that went
 * with them, when it was kept; else into what somebody else has brought back, as far as it lacks
 * them; else each line a paragraph where their neighbours are, or at the end of their step or section,
 * or of the plan. Answers with what a reader may look for to see them, and with what takes them out
 * again.
 */
export const putBack = (
  doc: Y.Doc,
  found: FoundWords,
): { readonly shows: string; undo(): void } => {
  const takeOutOfLine = backInLine(doc, found)
  if (takeOutOfLine)
    return {
      shows: found.place.becomes ?? found.text,
      undo: () => doc.transact(takeOutOfLine, ySyncPluginKey),
    }
  const step = backAsStep(doc, found)
  const takeBack = step ? () => takeOut(step) : backAsLines(doc, found)
  return { shows: found.text, undo: () => doc.transact(takeBack, ySyncPluginKey) }
}
