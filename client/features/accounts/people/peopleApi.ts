import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#client/lib/api/call.ts'
import { sessionQuery } from '#client/lib/session/useSession.ts'
import {
  createAccount,
  createOrg,
  disableAccount,
  enableAccount,
  listAccounts,
  listOrgs,
  renameOrg,
  resetPassword,
  updateAccount,
} from '#shared/accounts/contract.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { OrgId, UserId } from '#shared/ids.ts'

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => call(listAccounts, {}),
  select: ({ accounts }) => accounts,
})

export const orgsQuery = queryOptions({
  queryKey: ['orgs'],
  queryFn: () => call(listOrgs, {}),
  select: ({ orgs }) => orgs,
})

/** A change of people or places; whatever shows names or one's own places is read again. */
const useChange = <Input, Result>(change: (input: Input) => Promise<Result>) => {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const queryKey of [['accounts'], ['orgs'], ['people'], sessionQuery.queryKey])
        void queryClient.invalidateQueries({ queryKey })
    },
  })
}

export const useCreateAccount = () =>
  useChange((body: BodyOf<typeof createAccount>) => call(createAccount, { body }))

export const useUpdateAccount = (userId: UserId) =>
  useChange((body: BodyOf<typeof updateAccount>) =>
    call(updateAccount, { params: { userId }, body }),
  )

export const useResetPassword = (userId: UserId) =>
  useChange(() => call(resetPassword, { params: { userId } }))

export const useDisableAccount = (userId: UserId) =>
  useChange(() => call(disableAccount, { params: { userId } }))

export const useEnableAccount = (userId: UserId) =>
  useChange(() => call(enableAccount, { params: { userId } }))

export const useCreateOrg = () =>
  useChange((body: BodyOf<typeof createOrg>) => call(createOrg, { body }))

export const useRenameOrg = () =>
  useChange(({ orgId, name }: { readonly orgId: OrgId; readonly name: string }) =>
    call(renameOrg, { params: { orgId }, body: { name } }),
  )
