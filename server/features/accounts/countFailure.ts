import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/db/Db.ts'
import { loginKey } from './accountRow.ts'
import { accountRepo } from './repo.ts'
import { type AddressLimit, afterFailure, type Strangers, type TryCount } from './tries.ts'

export type FailureParts = {
  readonly db: Db
  readonly strangers: Strangers
  readonly addresses: AddressLimit
  readonly clock: Clock
}

/** One more wrong password, for the login and for the address; answers with the new count. */
export const countFailure = async (
  parts: FailureParts,
  { login, ip }: { readonly login: string; readonly ip: string },
): Promise<TryCount> => {
  await parts.addresses.failed(ip)
  // Read and written in one transaction: of two wrong tries at once both count.
  const known = await parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    const account = await accounts.byLogin(login)
    if (!account) return null
    const tries = afterFailure(account.tries, parts.clock.now())
    await accounts.countTry(account.userId, tries)
    return tries
  })
  return known ?? parts.strangers.fail(loginKey(login))
}
