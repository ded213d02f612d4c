import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { clusterWriters } from '#e2e/support/clusterWriters.ts'
import { type Service, startPostgres } from '#e2e/support/startServices.ts'

let folder: string
let postgres: Service | null = null
let stage: ClusterStage | null = null
const { enter, allSavedAgain, leaveAll } = clusterWriters(() => {
  if (!stage) throw new Error('no stage')
  return stage
})

afterEach(async () => {
  leaveAll()
  await stage?.stop()
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A stand-by that had not heard of everything takes over: the database as it was earlier. */
const olderDatabase = async (server: Service) => {
  const [own = ''] = await readdir(folder)
  const data = join(folder, own, 'data')
  const older = join(folder, 'older')
  const whileAway = async (work: () => Promise<void>): Promise<void> => {
    await server.kill()
    await work()
    await server.restart()
  }
  // With its owner, who is not always ourselves.
  await whileAway(async () => void execFileSync('cp', ['-a', data, older]))
  return {
    takesOver: () =>
      whileAway(async () => {
        await rm(data, { recursive: true })
        await rename(older, data)
      }),
  }
}

test('G17: what is acknowledged after the database went back in time is there for whoever comes later', {
  timeout: 180_000,
}, async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-older-'))
  // PostgreSQL has a user of its own where we are root.
  await chmod(folder, 0o755)
  postgres = await startPostgres(folder)
  stage = await clusterStage({ DATABASE_URL: postgres.url })
  const { a, b } = stage
  const { planId } = await stage.makeLesson('回到从前')
  const writer = await enter(a, planId, 'writer')
  await allSavedAgain([writer])
  const older = await olderDatabase(postgres)
  for (let word = 0; word < 3; word += 1) await allSavedAgain([writer])
  await older.takesOver()
  for (let word = 0; word < 3; word += 1) await allSavedAgain([writer])
  writer.leave()
  await a.kill()
  const newcomer = await enter(b, planId, 'newcomer')
  expect([...writer.saved].filter((word) => !newcomer.text().includes(`>${word}<`))).toEqual([])
})
