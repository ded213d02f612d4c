import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…` of the run's own server, as a superuser. */
    postgresUrl: string
    /** `redis://…` of the run's own server. */
    redisUrl: string
  }
}

// Tests that know nothing of PostgreSQL run on it: `testDb` looks here.
process.env.YANKE_TEST_POSTGRES = inject('postgresUrl')
