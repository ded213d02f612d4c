import type { TestProject } from 'vitest/node'
import type {} from '#server/testing/usePostgres.ts'
import { startPostgres, startRedis, startS3 } from './startServices.ts'

/** For the tests that need them: one PostgreSQL and one Redis for the whole run, ended with it. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres()
  const redis = await startRedis()
  project.provide('postgresUrl', postgres.url)
  project.provide('redisUrl', redis.url)
  const s3 = await startS3()
  project.provide('s3', s3?.settings ?? null)
  return async () => {
    await postgres.stop()
    await redis.stop()
    await s3?.stop()
  }
}
