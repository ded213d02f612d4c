import type { Db } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import type { createAccount as contract } from '#shared/accounts/contract.ts'
import { type Account, type Hue, hueSchema } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { UserId } from '#shared/ids.ts'
import { needPlaces } from './needPlaces.ts'
import { newPassword } from './newPassword.ts'
import { hashPassword } from './passwords.ts'
import { type ReadParts, readAccount } from './readAccounts.ts'
import { type AccountRepo, accountRepo } from './repo.ts'

/** The hue fewest people wear: colleagues are told apart by it. */
const freshHue = async (accounts: AccountRepo): Promise<Hue> => {
  const counts = await accounts.hueCounts()
  const count = (hue: Hue): number => counts.get(hue) ?? 0
  return hueSchema.options.reduce((best, hue) => (count(hue) < count(best) ? hue : best))
}

/** A teacher who can sign in at once, with a first password that is known to nobody but the reader. */
export const createAccount = async (
  parts: ReadParts & { readonly db: Db },
  form: BodyOf<typeof contract>,
): Promise<{ readonly account: Account; readonly password: string }> => {
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  const userId = newId<UserId>()
  await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    await needPlaces(accounts, form.memberships)
    const isNew = await accounts.insertPerson({
      ...form,
      userId,
      passwordHash,
      hue: await freshHue(accounts),
      isAdmin: false,
      isSample: false,
      createdAtMs: parts.clock.now(),
    })
    if (!isNew) throw new AppError('accounts/login-taken')
  })
  return { account: await readAccount(parts, userId), password }
}
