import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import { oncePerTurn } from '#server/platform/oncePerTurn.ts'
import type { People } from '#server/platform/ports/People.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { hashPassword } from './passwords.ts'
import { accountRepo } from './repo.ts'
import { sessionRepo } from './sessionRepo.ts'
import { signedIn } from './sessions.ts'

/** The door through which other slices ask about people. */
export const createPeople = (db: Db, clock: Clock): People => {
  const accounts = accountRepo(db)
  const sessions = sessionRepo(db)
  // Every socket of a document asks for one, and after an outage they all ask at once.
  const card = oncePerTurn((userId: UserId) => accounts.card(userId))
  return {
    signedIn: (userId) => signedIn({ accounts, sessions, clock }, userId),
    card,
    cards: accounts.cards,
    neighboursAmong: async (userId, asked) => {
      const found = await accounts.neighbours(userId, asked.length, asked)
      return new Set(found.map((person) => person.userId))
    },
    principalsOf: accounts.principalsOf,
    org: accounts.org,
    placeOf: async (groupId) => {
      const above = await accounts.ancestors(groupId)
      return {
        schoolIds: above.filter((org) => org.kind === 'school').map((org) => org.orgId),
        districtId: above.find((org) => org.kind === 'district')?.orgId ?? null,
      }
    },
    createOrg: async (org) => {
      const orgId = newId<OrgId>()
      await accounts.insertOrg({ ...org, orgId })
      return orgId
    },
    createPerson: async ({ password, ...person }) => {
      const userId = newId<UserId>()
      const passwordHash = await hashPassword(password)
      await db.transaction().execute(async (transaction) => {
        const isNew = await accountRepo(transaction).insertPerson({
          ...person,
          userId,
          passwordHash,
          createdAtMs: clock.now(),
        })
        if (!isNew) throw new AppError('accounts/login-taken')
      })
      return userId
    },
  }
}
