import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ABSOLUTE_MS, IDLE_MS } from './sessions.ts'
import { type AccountsStage, accountsStage, setupForm } from './testing/accountsStage.ts'
import { LOCK_MS, TRIES } from './tries.ts'

let stage: AccountsStage
const open = async (sample?: Parameters<typeof accountsStage>[0]) => {
  stage = await accountsStage(sample)
}
const setUp = async () => {
  const token = await stage.feature.setupLink()
  return stage.ask('POST', '/setup', { ...setupForm, token })
}
const signIn = (password = setupForm.password, login = 'xuwen', cookie?: string) =>
  stage.ask('POST', '/session', { login, password }, cookie)
const count = async (table: 'org' | 'person' | 'session' | 'setting') =>
  (await stage.db.selectFrom(table).selectAll().execute()).length

beforeEach(() => open())
afterEach(() => stage.close())

describe('setup', () => {
  it('makes district, school, first group and a signed-in administrator', async () => {
    const answer = await setUp()
    expect(answer.status).toBe(200)
    expect(answer.body.me).toMatchObject({ name: '许文', login: 'xuwen', isAdmin: true })
    expect(answer.body.me.memberships.map((m) => m.orgKind)).toEqual(['group', 'school'])
    expect(answer.setCookie).toMatch(/^yanke-session=.+HttpOnly; SameSite=Lax$/i)
    const session = await stage.ask('GET', '/session', undefined, answer.cookie)
    expect(session.body).toMatchObject({ setupNeeded: false, school: '城关小学' })
    expect(session.body.me.name).toBe('许文')
    expect(await stage.feature.setupLink()).toBeNull()
  })

  it('keeps neither the password nor any token', async () => {
    const token = await stage.feature.setupLink()
    const before = JSON.stringify(await stage.db.selectFrom('setting').selectAll().execute())
    expect(before).not.toContain(token)
    const { cookie } = await stage.ask('POST', '/setup', { ...setupForm, token })
    const { password_hash } = await stage.db
      .selectFrom('person')
      .select('password_hash')
      .executeTakeFirstOrThrow()
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const { token_hash } = await stage.db
      .selectFrom('session')
      .select('token_hash')
      .executeTakeFirstOrThrow()
    expect(token_hash).not.toBe(cookie?.split('=')[1])
  })

  it('refuses a wrong, an old, a replaced and a used link', async () => {
    const first = await stage.feature.setupLink()
    const second = await stage.feature.setupLink()
    const check = async (token: string | null) =>
      (await stage.ask('POST', '/setup/check', { token })).body.ok
    expect(await check('nonsense')).toBe(false)
    expect(await check(first)).toBe(false)
    expect(await check(second)).toBe(true)
    stage.time.nowMs += 24 * 60 * 60_000
    expect(await check(second)).toBe(false)
    const late = await stage.ask('POST', '/setup', { ...setupForm, token: second })
    expect([late.status, late.body.code]).toEqual([403, 'accounts/setup-link-wrong'])
    const used = await stage.feature.setupLink()
    await stage.ask('POST', '/setup', { ...setupForm, token: used })
    const again = await stage.ask('POST', '/setup', { ...setupForm, token: used })
    expect([again.status, again.body.code]).toEqual([410, 'accounts/setup-done'])
  })

  it('lets one of two people with the same link through', async () => {
    const token = await stage.feature.setupLink()
    const answers = await Promise.all(
      ['a-first', 'b-second'].map((login) =>
        stage.ask('POST', '/setup', { ...setupForm, login, token }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(await count('person')).toBe(1)
  })

  it.each([
    ['en', 'Planning group'],
    ['zh-CN', '备课组'],
    [undefined, '备课组'],
  ])('names the first group in the language %s of whoever sets up', async (language, name) => {
    const token = await stage.feature.setupLink()
    const { status, body } = await stage.ask('POST', '/setup', { ...setupForm, token, language })
    expect(status).toBe(200)
    const names = body.me.memberships.map(({ orgName }: { orgName: string }) => orgName)
    expect(names).toContain(name)
  })

  it('leaves nothing behind when the sample fails, and the link works again', async () => {
    await stage.close()
    let works = false
    await open({
      load: async () => {
        if (!works) throw new Error('disk full')
        return [{ name: '林若溪', login: 'lin', password: 'p', part: '主讲' }]
      },
    })
    const token = await stage.feature.setupLink()
    const form = { ...setupForm, withSample: true, token }
    const failed = await stage.ask('POST', '/setup', form)
    expect([failed.status, failed.body.code]).toEqual([500, 'internal'])
    expect(await count('org')).toBe(0)
    expect(await count('person')).toBe(0)
    expect(stage.removed).toEqual(['sample'])
    works = true
    const answer = await stage.ask('POST', '/setup', form)
    expect(answer.body.samplePeople).toEqual([
      { name: '林若溪', login: 'lin', password: 'p', part: '主讲' },
    ])
    expect(await count('setting')).toBe(0)
  })

  it('undoes at start a setup the machine died in', async () => {
    await stage.close()
    await open({ load: () => new Promise(() => undefined) })
    const token = await stage.feature.setupLink()
    const never = stage.ask('POST', '/setup', { ...setupForm, withSample: true, token })
    never.catch(() => undefined)
    await expect.poll(() => count('person')).toBe(1)
    expect(await stage.feature.setupLink()).toEqual(expect.any(String))
    expect([await count('org'), await count('person')]).toEqual([0, 0])
  })
})

describe('signing in', () => {
  beforeEach(async () => void (await setUp()))

  it('takes the login in any case and ends the session the browser had', async () => {
    const first = await signIn(undefined, 'XUWEN')
    const second = await signIn(undefined, 'xuwen', first.cookie)
    expect(second.cookie).not.toBe(first.cookie)
    const me = async (cookie?: string) =>
      (await stage.ask('GET', '/session', undefined, cookie)).body.me
    expect(await me(first.cookie)).toBeNull()
    expect(await me(second.cookie)).toMatchObject({ name: '许文' })
  })

  it('counts down, locks for 15 minutes even for the right password, then starts anew', async () => {
    for (const left of [4, 3, 2, 1]) {
      const { status, body } = await signIn('wrong-word')
      expect([status, body.code, body.data]).toEqual([401, 'accounts/wrong-password', { left }])
    }
    expect((await signIn('wrong-word')).body).toMatchObject({
      code: 'accounts/locked',
      data: { minutes: 15 },
    })
    expect((await signIn()).status).toBe(423)
    stage.time.nowMs += LOCK_MS
    expect((await signIn('wrong-word')).body.data).toEqual({ left: TRIES - 1 })
    expect((await signIn()).status).toBe(200)
    expect((await signIn('wrong-word')).body.data).toEqual({ left: TRIES - 1 })
  })

  it('answers for a login nobody has exactly as for one somebody has', async () => {
    const codes = async (login: string) => {
      const answers = []
      for (let i = 0; i < TRIES + 1; i += 1) answers.push((await signIn('nonsense', login)).body)
      return answers.map(({ code, data }) => ({ code, data }))
    }
    expect(await codes('nobody')).toEqual(await codes('xuwen'))
  })

  it('does not let a burst of guesses overtake the lock', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn('wrong-word')))
    const tried = answers.filter(({ status }) => status === 401)
    expect(tried.length).toBeLessThanOrEqual(TRIES)
    expect((await signIn()).status).toBe(423)
  })

  it('stops one address after a hundred failures, though each login is another', {
    timeout: 60_000,
  }, async () => {
    const many = Array.from({ length: 140 }, (_, i) => signIn('nonsense', `guess${i}`))
    const tried = (await Promise.all(many)).filter(({ status }) => status === 401)
    // Two are compared at once, and all others wait for them: what waits is not compared any more.
    expect(tried.length).toBeLessThan(110)
    const { status, body } = await signIn()
    expect([status, body.code]).toEqual([429, 'too-many-requests'])
    stage.time.nowMs += 15 * 60_000
    expect((await signIn()).status).toBe(200)
  })

  it('ends idle sessions after 12 hours and busy ones after 14 days', async () => {
    const { cookie } = await signIn()
    const isIn = async () =>
      (await stage.ask('GET', '/session', undefined, cookie)).body.me !== null
    stage.time.nowMs += IDLE_MS - 1
    expect(await isIn()).toBe(true)
    stage.time.nowMs += IDLE_MS - 1
    expect(await isIn()).toBe(true)
    stage.time.nowMs += IDLE_MS
    expect(await isIn()).toBe(false)
    const busy = (await signIn()).cookie
    const step = IDLE_MS / 2
    let last = true
    for (let spent = 0; spent < ABSOLUTE_MS; spent += step) {
      stage.time.nowMs += step
      last = (await stage.ask('GET', '/session', undefined, busy)).body.me !== null
    }
    expect(last).toBe(false)
  })

  it('closes what is open of a session that has ended by itself', async () => {
    const expectEnded = async (ended: string[], socketsEnded: string[]) => {
      await stage.feature.sweep()
      expect([stage.ended, stage.socketsEnded]).toEqual([ended, socketsEnded])
    }
    stage.time.nowMs += IDLE_MS - 1
    const { userId } = (await signIn()).body
    await expectEnded([], [])
    // The first browser's; the second's is not a minute old, and a class that runs there goes on.
    stage.time.nowMs += 1
    await expectEnded([], [userId])
    stage.time.nowMs += IDLE_MS - 1
    await expectEnded([userId], [userId])
    await expectEnded([userId], [userId])
  })

  it('signs out: the session is gone, its sockets are told', async () => {
    const { cookie, body } = await signIn()
    const out = await stage.ask('DELETE', '/session', undefined, cookie)
    expect(out.setCookie).toMatch(/Max-Age=0/i)
    expect(stage.ended).toEqual([body.userId])
    expect((await stage.ask('GET', '/people', undefined, cookie)).body.code).toBe('not-signed-in')
  })
})

describe('people', () => {
  it('names those of one district only, and walks up from a group', async () => {
    const { cookie, body } = await setUp()
    const people = stage.feature.queries
    const group = body.me.memberships.find((m) => m.orgKind === 'group')!
    const school = body.me.memberships.find((m) => m.orgKind === 'school')!
    const elsewhere = await people.createOrg({
      kind: 'district',
      name: '别处',
      parentId: null,
      isSample: true,
    })
    const person = (name: string, login: string, orgId: typeof elsewhere) =>
      people.createPerson({
        name,
        login,
        password: 'a long phrase',
        hue: 'lin',
        isAdmin: false,
        isSample: true,
        memberships: [{ orgId, role: 'teacher' }],
      })
    const lin = await person('林若溪', 'lin', group.orgId)
    await person('外人', 'wai', elsewhere)
    await expect(person('又一位', 'LIN', group.orgId)).rejects.toMatchObject({
      code: 'accounts/login-taken',
    })
    const listed = (await stage.ask('GET', '/people', undefined, cookie)).body.people
    expect(listed.map((p) => p.name).sort()).toEqual(['林若溪', '许文'].sort())
    expect(await people.card(lin)).toEqual({ userId: lin, name: '林若溪', hue: 'lin' })
    const place = await people.placeOf(group.orgId)
    expect(place.schoolIds).toEqual([school.orgId])
    expect((await people.org(place.districtId!))?.name).toBe('云溪区')
  })
})

describe('the key for what stays in a shared browser', () => {
  it('is the person’s own, the same every time, and nobody’s without a session', async () => {
    expect((await stage.ask('POST', '/session/storage-key')).status).toBe(401)
    const { cookie } = await setUp()
    const ask = () => stage.ask('POST', '/session/storage-key', undefined, cookie)
    const [first, second] = await Promise.all([ask(), ask()])
    expect(Buffer.from(first.body.key, 'base64')).toHaveLength(32)
    expect(second.body.key).toBe(first.body.key)
    await stage.ask('DELETE', '/session', undefined, cookie)
    const again = await signIn()
    const later = await stage.ask('POST', '/session/storage-key', undefined, again.cookie)
    expect(later.body.key).toBe(first.body.key)
    expect((await ask()).status).toBe(401)
  })
})
