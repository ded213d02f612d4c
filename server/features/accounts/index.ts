import type { Feature } from '#server/app/Feature.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import { type ActorSource, cookieName } from '#server/platform/http/actors.ts'
import { personOf, type RequestFacts, type Route, serve } from '#server/platform/http/route.ts'
import { setCookieHeader } from '#server/platform/http/setCookie.ts'
import { hashToken } from '#server/platform/ids.ts'
import type { Failures } from '#server/platform/limits/Failures.ts'
import type { Log } from '#server/platform/log.ts'
import { oncePerTurn } from '#server/platform/oncePerTurn.ts'
import type { People, SampleLoader } from '#server/platform/ports/People.ts'
import {
  changeOwnPassword as changeOwnPasswordContract,
  checkSetupLink,
  listPeople,
  readSession,
  setUpSchool as setUpSchoolContract,
  signIn as signInContract,
  signOut,
  takeStorageKey,
} from '#shared/accounts/contract.ts'
import type { UserId } from '#shared/ids.ts'
import { changeOwnPassword } from './changeOwnPassword.ts'
import { endAllSurely, endOldSessions, type Owed } from './endOldSessions.ts'
import { manageRoutes } from './manageRoutes.ts'
import { meOf } from './meOf.ts'
import { createPeople } from './people.ts'
import { accountRepo } from './repo.ts'
import { sessionRepo } from './sessionRepo.ts'
import { ABSOLUTE_MS, personOfToken, startSession } from './sessions.ts'
import { settingRepo } from './settingRepo.ts'
import { setUpSchool } from './setUpSchool.ts'
import { goodSetupLink, newSetupLink } from './setupLink.ts'
import { signIn } from './signIn.ts'
import { storageKeyOf } from './storageKey.ts'
import { createAddressLimit, createStrangers } from './tries.ts'

export type AccountsDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly failures: Failures
  readonly dataDir: string
  readonly sample: SampleLoader
  /** A person signed out, or what they may do changed: sockets and media end and are judged anew. */
  onSessionsEnded(userId: UserId): Promise<void>
  /** Their sockets alone. */
  endSockets(userId: UserId): void
}

const createParts = (deps: AccountsDeps) => {
  const owed: Owed = new Map()
  const endAll = deps.onSessionsEnded
  return {
    ...{ ...deps, owed, endAll, onSessionsEnded: endAllSurely({ ...deps, owed, endAll }) },
    accounts: accountRepo(deps.db),
    sessions: sessionRepo(deps.db),
    settings: settingRepo(deps.db),
    strangers: createStrangers(deps.failures, deps.clock),
    addresses: createAddressLimit(deps.failures),
  }
}
type Parts = ReturnType<typeof createParts>

const sessionToken = (facts: RequestFacts): string | undefined =>
  facts.cookies[cookieName('session', facts.secure)]

const giveCookie = (facts: RequestFacts, token: string): void =>
  facts.setCookie(
    setCookieHeader({
      kind: 'session',
      value: token,
      secure: facts.secure,
      maxAgeSeconds: ABSOLUTE_MS / 1000,
    }),
  )

const sessionRoutes = (parts: Parts): readonly Route[] => [
  serve(signInContract, async (call) => {
    const attempt = { ...call.body, ip: call.ip, oldToken: sessionToken(call) }
    const { userId, token } = await signIn(parts, attempt)
    giveCookie(call, token)
    return meOf(parts.accounts, userId)
  }),
  serve(takeStorageKey, async (call) => ({
    key: await storageKeyOf(parts.settings, personOf(call.actor).userId),
  })),
  serve(signOut, async (call) => {
    const token = sessionToken(call)
    if (token) await parts.sessions.remove(hashToken(token))
    call.setCookie(
      setCookieHeader({ kind: 'session', value: '', secure: call.secure, maxAgeSeconds: 0 }),
    )
    if (call.actor.kind === 'person') await parts.onSessionsEnded(call.actor.userId)
    return {}
  }),
  serve(changeOwnPasswordContract, async (call) => {
    const { userId } = personOf(call.actor)
    const keptHash = hashToken(sessionToken(call) ?? '')
    await changeOwnPassword(parts, { ...call.body, userId, ip: call.ip, keptHash })
    return {}
  }),
  serve(readSession, async ({ actor }) => {
    const school = await parts.accounts.ownSchool()
    return {
      me: actor.kind === 'person' ? await meOf(parts.accounts, actor.userId) : null,
      setupNeeded: school === null,
      school,
      demoHint: null,
    }
  }),
]

const setupRoutes = (parts: Parts): readonly Route[] => [
  serve(checkSetupLink, async ({ body }) => ({
    ok: (await goodSetupLink(parts, body.token)) !== null && !(await parts.accounts.ownSchool()),
  })),
  serve(setUpSchoolContract, async (call) => {
    await parts.addresses.refuse(call.ip)
    const { adminId, samplePeople } = await setUpSchool(parts, call.body)
    giveCookie(call, await startSession(parts, adminId))
    return { me: await meOf(parts.accounts, adminId), samplePeople: [...samplePeople] }
  }),
]

const PEOPLE_LIMIT = 500

/** So long, at most, does a page stay open whose session has ended by itself. */
const LOOK_MS = 60_000

/** People, sessions and the first run. */
export const accountsFeature = (
  deps: AccountsDeps,
): Feature & {
  readonly queries: People
  readonly actors: Pick<ActorSource, 'person'>
  setupLink(): Promise<string | null>
  /** Ends what is over by itself; also looked for every minute. */
  sweep(): Promise<void>
} => {
  const parts = createParts(deps)
  const sweep = () => endOldSessions(parts)
  let looking: ReturnType<typeof setInterval> | undefined
  return {
    routes: [
      ...sessionRoutes(parts),
      ...setupRoutes(parts),
      ...manageRoutes(parts),
      serve(listPeople, async ({ actor }) => ({
        people: await parts.accounts.neighbours(personOf(actor).userId, PEOPLE_LIMIT),
      })),
    ],
    queries: createPeople(deps.db, deps.clock),
    actors: { person: oncePerTurn((token: string) => personOfToken(parts, token)) },
    setupLink: () => newSetupLink(parts),
    sweep,
    start: () => {
      const look = () =>
        sweep().catch((err: unknown) => deps.log.warn({ err }, 'old sessions not ended yet'))
      looking = setInterval(look, LOOK_MS)
      looking.unref()
    },
    close: async () => clearInterval(looking),
  }
}
