import { afterEach, inject, test } from 'vitest'
import { z } from 'zod'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { clusterWriters } from '#e2e/support/clusterWriters.ts'
import type { Studio } from '#e2e/support/startStudio.ts'
import { stockWriter } from '#e2e/support/stockWriter.ts'
import { anything, callStudio } from '#e2e/support/studioApi.ts'
import { until } from '#e2e/support/until.ts'
import { connectRedis } from '#server/platform/redis/connectRedis.ts'
import { cuttable } from '#server/platform/redis/testing/cuttable.ts'
import { quietLog } from '#server/platform/sync/testing/quietLog.ts'

/** A lease of 8 s, and the time that the others take to be asked. */
const TAKEN_OVER_MS = 30_000

let stage: ClusterStage | null = null
let alone: Studio | null = null
let way: Awaited<ReturnType<typeof cuttable>> | null = null
const { enter, allSavedAgain, leaveAll } = clusterWriters(() => {
  if (!stage) throw new Error('no stage')
  return stage
})
afterEach(async () => {
  leaveAll()
  await alone?.stop()
  await stage?.stop()
  await way?.close()
})

const leaseOver = async ({ shared }: ClusterStage, name: string): Promise<void> => {
  const leases = await connectRedis({ url: inject('redisUrl'), log: quietLog, what: 'test' })
  const key = `${shared.REDIS_PREFIX}:lease:doc:${name}`
  while ((await leases.exists(key)) === 1) await new Promise((resolve) => setTimeout(resolve, 100))
  leases.disconnect()
}

test('G16: Redis is away for the owner alone: who only reads there goes on with the successor', {
  timeout: 180_000,
}, async () => {
  stage = await clusterStage()
  way = await cuttable(inject('redisUrl'))
  alone = await stage.startNode('alone', { REDIS_URL: way.url })
  const { b } = stage
  const { planId } = await stage.makeLesson('隔开')
  const reader = await enter(alone, planId, 'reader')
  await allSavedAgain([reader])
  way.cut()
  // Until the lease is over a visitor of the other node is carried to the owner as before.
  const early = await enter(b, planId, 'early')
  await allSavedAgain([early])
  early.leave()
  await leaseOver(stage, `plan:${planId}`)
  const writer = await enter(b, planId, 'writer')
  await allSavedAgain([writer])
  await until(
    'the reader sees it',
    () => reader.text().includes(`>${writer.written.at(-1)}<`),
    TAKEN_OVER_MS,
  )
  reader.write()
  await until('and is heard', () => writer.text().includes(`>${reader.written.at(-1)}<`))
  // The acknowledgement goes another way than what others see, and may come after it.
  await until('and acknowledged', () => reader.saved.size === 2)
})

test('G16: and a class that only watches there sees what is commanded on the other node, which has nobody in', {
  timeout: 180_000,
}, async () => {
  stage = await clusterStage()
  way = await cuttable(inject('redisUrl'))
  alone = await stage.startNode('alone', { REDIS_URL: way.url })
  const { b, lead } = stage
  const { lessonId } = await stage.makeLesson('看课')
  const ask = { method: 'POST', cookie: lead.cookie } as const
  const { answer } = await callStudio(b.url, z.object({ classroomId: z.string() }), {
    ...{ ...ask, path: `/lessons/${lessonId}/classroom` },
  })
  const name = `classroom:${answer.classroomId}`
  const watcher = stockWriter({ origin: alone.url, name, cookie: lead.cookie, mark: 'w' })
  try {
    await until('it watches', () => watcher.provider.synced)
    way.cut()
    await leaseOver(stage, name)
    await callStudio(b.url, anything, {
      ...{ ...ask, path: `/classrooms/${answer.classroomId}/commands` },
      body: { deviceId: 'device-0001', command: { type: 'lesson.start' } },
    })
    const phase = () => watcher.doc.getMap('state').get('phase')
    await until('it sees that the lesson has begun', () => phase() === 'live', TAKEN_OVER_MS)
  } finally {
    watcher.leave()
  }
})
