import * as Y from 'yjs'
import { createLog } from '#server/platform/log.ts'
import type { StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { startStudio } from '#server/platform/sync/testing/syncHarness.ts'
import type { LessonAbility } from '#shared/lessons/model.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { testSeed } from '#shared/plans/testing.ts'
import { docName } from '#shared/sync/docName.ts'
import { plansFeature } from '../index.ts'
import type { PlanParts } from '../parts.ts'
import { groundForTest, lessonId, planId } from '../testing.ts'
import { versionRepo } from '../versions/versionRepo.ts'
import { ContributionCache } from './ContributionCache.ts'
import { HistoryThread } from './HistoryThread.ts'
import type { ReadPage } from './jobs.ts'

export const PLAN = docName('plan', planId)

/** The slice on real document rooms, with stock clients, and its use cases' parts. */
export const historyForTest = async (
  abilities: Readonly<Record<string, readonly LessonAbility[]>>,
) => {
  const { db, told, clock, people, lessons } = await groundForTest(abilities)
  const studio = await startStudio({ owners: [], clock })
  const log = createLog('silent')
  const feature = plansFeature({ db, clock, log, docs: studio.rooms, lessons, people })
  for (const owner of feature.docs ?? []) studio.rooms.own(owner)
  await feature.queries.create({ planId, lessonId, seed: testSeed, title: '落花生' })
  const thread = new HistoryThread({
    readPage: (doc) => (range) => studio.rooms.history(doc, range),
  })
  const parts: Pick<
    PlanParts,
    'versions' | 'thread' | 'contributions' | 'docs' | 'clock' | 'log' | 'lessons' | 'people'
  > = {
    ...{ docs: studio.rooms, clock, log, lessons, people, thread },
    ...{ versions: versionRepo(db), contributions: new ContributionCache() },
  }
  return {
    ...{ db, clock, told, studio, feature },
    parts: parts as PlanParts,
    stop: async () => {
      await thread.close()
      await feature.close?.()
      await studio.stop()
    },
  }
}

/** A log without a store: what documents say in turn, each in somebody's name. */
export const logOf = () => {
  const updates: StoredUpdate[] = []
  return {
    updates,
    read: (async ({ afterSeq, untilMs = Number.POSITIVE_INFINITY, limit }) =>
      updates
        .filter(({ seq, atMs }) => seq > afterSeq && atMs <= untilMs)
        .slice(0, limit)) satisfies ReadPage,
    /** One edit on a document, stored as one update. */
    edit: (doc: Y.Doc, authorId: string | null, atMs: number, change: (doc: Y.Doc) => void) => {
      const before = Y.encodeStateVector(doc)
      let update: Uint8Array | null = null
      const note = (bytes: Uint8Array): void => {
        update = bytes
      }
      doc.on('update', note)
      doc.transact(() => change(doc))
      doc.off('update', note)
      updates.push({
        ...{ seq: updates.length + 1, atMs, authorId },
        update: update ?? Y.encodeStateAsUpdate(doc, before),
      })
    },
  }
}

/** A paragraph at the end of the plan. */
export const addParagraph = (doc: Y.Doc, words: string): Y.XmlText => {
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText(words)
  paragraph.insert(0, [text])
  doc.getXmlFragment(PLAN_BODY).push([paragraph])
  return text
}

/** The n-th paragraph's words as a Y text. */
export const paragraph = (doc: Y.Doc, index: number): Y.XmlText => {
  const element = doc.getXmlFragment(PLAN_BODY).get(index)
  const text = element instanceof Y.XmlElement ? element.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error(`no paragraph ${index}`)
  return text
}
