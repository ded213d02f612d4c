import type { Db } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import type { createOrg as contract } from '#shared/accounts/contract.ts'
import type { Org } from '#shared/accounts/model.ts'
import { mayStandBelow } from '#shared/accounts/rules.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { OrgId } from '#shared/ids.ts'
import { needFreeName } from './needFreeName.ts'
import { accountRepo } from './repo.ts'

/** A school below the district, or a planning group below a school or the district. */
export const createOrg = async (
  { db }: { readonly db: Db },
  form: BodyOf<typeof contract>,
): Promise<Org> => {
  const org: Org = { ...form, orgId: newId<OrgId>(), isSample: false }
  await db.transaction().execute(async (transaction) => {
    const accounts = accountRepo(transaction)
    const parent = await accounts.org(form.parentId)
    if (!parent) throw new AppError('not-found')
    if (!mayStandBelow(form.kind, parent.kind)) throw new AppError('accounts/org-place')
    await needFreeName(accounts, org)
    await accounts.insertOrg(org)
  })
  return org
}
