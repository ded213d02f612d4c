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
  parts.addresses.failed(ip)
  const nowMs = parts.clock.now()
  // Read and written in one transaction: of two wrong tries at once both count.
  return parts.db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    const account = await accounts.byLogin(login)
    if (!account) return parts.strangers.fail(loginKey(login), nowMs)
    const tries = afterFailure(account.tries, nowMs)
    await accounts.countTry(account.userId, tries)
    return tries
  })
}
