import type { UserId } from '#shared/ids.ts'
import { type AccountsStage, setupForm } from './accountsStage.ts'

/** Sets the school up, with one teacher in it: 林若溪, whose login is `lin` and whose password is the administrator's. */
export const adminAndTeacher = async ({
  ask,
  feature,
}: AccountsStage): Promise<{ readonly admin: UserId; readonly lin: UserId }> => {
  const token = await feature.setupLink()
  const { body } = await ask('POST', '/setup', { ...setupForm, token })
  const [membership] = body.me.memberships
  if (!membership) throw new Error('the administrator has no school')
  const lin = await feature.queries.createPerson({
    ...{ name: '林若溪', login: 'lin', password: setupForm.password, hue: 'lin' },
    ...{ isAdmin: false, isSample: false },
    memberships: [{ orgId: membership.orgId, role: 'teacher' }],
  })
  return { admin: body.me.userId, lin }
}
