import type { Db } from '#server/platform/db/Db.ts'
import { personOf, type Route, serve } from '#server/platform/http/route.ts'
import {
  createAccount as createAccountContract,
  createOrg as createOrgContract,
  disableAccount as disableAccountContract,
  enableAccount as enableAccountContract,
  listAccounts,
  listOrgs,
  renameOrg as renameOrgContract,
  resetPassword as resetPasswordContract,
  updateAccount as updateAccountContract,
} from '#shared/accounts/contract.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { createAccount } from './createAccount.ts'
import { createOrg } from './createOrg.ts'
import { disableAccount } from './disableAccount.ts'
import { enableAccount } from './enableAccount.ts'
import { type ReadParts, readAccounts } from './readAccounts.ts'
import { renameOrg } from './renameOrg.ts'
import { resetPassword } from './resetPassword.ts'
import { updateAccount } from './updateAccount.ts'

type Parts = ReadParts & { readonly db: Db; onSessionsEnded(userId: UserId): Promise<void> }

/** People and organisations of the installation, for administrators only. */
export const manageRoutes = (parts: Parts): readonly Route[] => [
  serve(listAccounts, async () => ({ accounts: await readAccounts(parts) })),
  serve(createAccountContract, ({ body }) => createAccount(parts, body)),
  serve(updateAccountContract, ({ actor, params, body }) =>
    updateAccount(parts, personOf(actor), params.userId as UserId, body),
  ),
  serve(resetPasswordContract, ({ params }) => resetPassword(parts, params.userId as UserId)),
  serve(disableAccountContract, ({ actor, params }) =>
    disableAccount(parts, personOf(actor), params.userId as UserId),
  ),
  serve(enableAccountContract, ({ params }) => enableAccount(parts, params.userId as UserId)),
  serve(listOrgs, async () => ({ orgs: [...(await parts.accounts.orgs())] })),
  serve(createOrgContract, ({ body }) => createOrg(parts, body)),
  serve(renameOrgContract, ({ params, body }) =>
    renameOrg(parts, params.orgId as OrgId, body.name),
  ),
]
