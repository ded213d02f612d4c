import type { Db } from '#server/platform/db/Db.ts'
import type { Org } from '#shared/accounts/model.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { OrgId } from '#shared/ids.ts'
import { needFreeName } from './needFreeName.ts'
import { accountRepo } from './repo.ts'

/** Another name for a district, a school or a group; who belongs to it stays. */
export const renameOrg = ({ db }: { readonly db: Db }, orgId: OrgId, name: string): Promise<Org> =>
  db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    const org = (await accounts.orgs()).find((known) => known.orgId === orgId)
    if (!org) throw new AppError('not-found')
    const renamed = { ...org, name }
    await needFreeName(accounts, renamed)
    await accounts.renameOrg(orgId, name)
    return renamed
  })
