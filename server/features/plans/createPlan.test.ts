import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { outlineOfDoc } from '#shared/plans/outline.ts'
import { testSeed } from '#shared/plans/testing.ts'
import { lessonId, planId, plansForTest } from './testing.ts'

it('[DR4] a lesson that was left without its plan gets one when somebody opens it, once', async () => {
  const { owner, row, queries } = await plansForTest({})
  const doc = new Y.Doc()
  await owner('plan').initialContent?.(planId, doc)
  expect(outlineOfDoc(doc).steps).toHaveLength(5)
  expect(await row()).toMatchObject({
    lesson_id: lessonId,
    characters: outlineOfDoc(doc).characters,
  })
  // Whoever makes the lesson comes a moment later: the first counts.
  await queries.create({ planId, lessonId, seed: testSeed, title: '落花生' })
  const again = new Y.Doc()
  await owner('plan').initialContent?.(planId, again)
  expect(outlineOfDoc(again).text).toBe(outlineOfDoc(doc).text)
})
