import type { Db } from '#server/platform/db/Db.ts'
import { newId } from '#server/platform/ids.ts'
import type { SampleLoader } from '#server/platform/ports/People.ts'
import type { setUpSchool as contract, SetupLanguage } from '#shared/accounts/contract.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import { hashPassword } from './passwords.ts'
import { accountRepo } from './repo.ts'
import { settingRepo } from './settingRepo.ts'
import {
  goodSetupLink,
  markFinished,
  markUnfinished,
  type SetupParts,
  takeSetupLink,
  type Unfinished,
  undoSetup,
} from './setupLink.ts'

type Form = BodyOf<typeof contract>
type Parts = SetupParts & { readonly db: Db }

/** Content, not interface: the first group's name, which its people see and may change. */
const FIRST_GROUP: Readonly<Record<SetupLanguage, string>> = {
  'zh-CN': '备课组',
  en: 'Planning group',
}

const createSchool = async (parts: Parts, form: Form, link: string): Promise<Unfinished> => {
  const passwordHash = await hashPassword(form.password)
  const districtId = newId<OrgId>()
  const schoolId = newId<OrgId>()
  const groupId = newId<OrgId>()
  const adminId = newId<UserId>()
  await parts.db.transaction().execute(async (transaction) => {
    const settings = settingRepo(transaction)
    const accounts = accountRepo(transaction)
    if (!(await takeSetupLink(settings, link))) throw new AppError('accounts/setup-done')
    const org = (orgId: OrgId, kind: 'district' | 'school' | 'group', name: string) =>
      ({ orgId, kind, name, isSample: false }) as const
    await accounts.insertOrg({ ...org(districtId, 'district', form.district), parentId: null })
    await accounts.insertOrg({
      ...org(schoolId, 'school', form.school),
      parentId: districtId,
      settings: { stage: form.stage, lessonMinutes: form.lessonMinutes },
    })
    await accounts.insertOrg({
      ...org(groupId, 'group', FIRST_GROUP[form.language]),
      parentId: schoolId,
    })
    const isNew = await accounts.insertPerson({
      userId: adminId,
      name: form.adminName,
      login: form.login,
      passwordHash,
      hue: 'zhou',
      isAdmin: true,
      isSample: false,
      createdAtMs: parts.clock.now(),
      memberships: [
        { orgId: schoolId, role: 'org_admin' },
        // Whoever sets Yanke up usually teaches too, and somebody must lead the first group.
        { orgId: groupId, role: 'prep_lead' },
      ],
    })
    if (!isNew) throw new AppError('accounts/login-taken')
    if (form.withSample) await markUnfinished(settings, { districtId, adminId })
  })
  return { districtId, adminId }
}

/**
 * District, school, first planning group, administrator and, if asked, the sample: all or nothing.
 * The sample is other slices' work and cannot share the transaction, so a failure is undone.
 */
export const setUpSchool = async (
  parts: Parts,
  form: Form,
): Promise<{ adminId: UserId; samplePeople: Awaited<ReturnType<SampleLoader['load']>> }> => {
  if (await parts.accounts.ownSchool()) throw new AppError('accounts/setup-done')
  const link = await goodSetupLink(parts, form.token)
  if (!link) throw new AppError('accounts/setup-link-wrong')
  const made = await createSchool(parts, form, link)
  if (!form.withSample) return { adminId: made.adminId, samplePeople: [] }
  try {
    const samplePeople = await parts.sample.load(made)
    await markFinished(parts.settings)
    return { adminId: made.adminId, samplePeople }
  } catch (thrown) {
    await undoSetup(parts, made, link)
    throw thrown
  }
}
