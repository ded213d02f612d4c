import { inject } from 'vitest'
import type { S3Settings } from '#server/platform/storage/s3Storage.ts'
import { testOnPostgres } from './testDb.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…` of the run's own server, as a superuser. */
    postgresUrl: string
    /** `redis://…` of the run's own server. */
    redisUrl: string
    /** The run's own S3 server; null without Go to build it. */
    s3: S3Settings | null
  }
}

// Tests that know nothing of PostgreSQL run on it: `testDb` looks here.
testOnPostgres(inject('postgresUrl'))
