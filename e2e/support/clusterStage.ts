import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject } from 'vitest'
import { z } from 'zod'
import { freePort } from '#server/platform/net/freePort.ts'
import { freshPostgres } from '#server/testing/testDb.ts'
import { type Studio, startStudio } from './startStudio.ts'
import { callStudio } from './studioApi.ts'

const accountSchema = z.object({ account: z.object({ userId: z.string() }), password: z.string() })
const lessonSchema = z.object({ lessonId: z.string(), planId: z.string() })
const meSchema = z.object({
  me: z.object({
    userId: z.string(),
    memberships: z.array(z.object({ orgId: z.string(), orgKind: z.string() })),
  }),
})

export type Person = { readonly userId: string; readonly cookie: string }

const WEAK_NODE = 'e2e/reliability/naive/weakNode.ts'

/** A node of its own data folder and port; everything else it shares. */
const startNode = async (
  name: string,
  shared: Readonly<Record<string, string>>,
): Promise<Studio> => {
  const port = await freePort({ protocol: 'tcp', host: '127.0.0.1' })
  const own = { PORT: String(port), NODE_ID: name, NODE_URL: `http://127.0.0.1:${port}` }
  // Weak: for a control, without some of its defences.
  const program = shared.WEAK === undefined ? undefined : WEAK_NODE
  return startStudio({ ...shared, ...own, LOG_LEVEL: 'warn' }, undefined, program)
}

/** By the setup link and the ordinary endpoints: a school, its planning group, a lead and a second teacher. */
const foundSchool = async (node: Studio) => {
  const login = 'xuwen'
  const password = '春风又绿江南岸2026'
  const { answer, cookie } = await callStudio(node.url, meSchema, {
    method: 'POST',
    path: '/setup',
    body: {
      ...{ token: new URL(node.setupUrl).hash.slice(1), school: '城关小学', district: '云溪区' },
      ...{ stage: 'primary', lessonMinutes: 40, adminName: '许文', login, password },
      withSample: false,
    },
  })
  const school = answer.me.memberships.find(({ orgKind }) => orgKind === 'school')?.orgId ?? ''
  const { orgId: groupId } = (
    await callStudio(node.url, z.object({ orgId: z.string() }), {
      ...{ method: 'POST', path: '/orgs', cookie },
      body: { kind: 'group', name: '五年级语文备课组', parentId: school },
    })
  ).answer
  const enrol = async (name: string, orgId: string): Promise<Person> => {
    const made = await callStudio(node.url, accountSchema, {
      ...{ method: 'POST', path: '/accounts', cookie },
      body: { name, login: name, memberships: [{ orgId, role: 'teacher' }] },
    })
    const body = { login: name, password: made.answer.password }
    const signedIn = await callStudio(node.url, z.unknown(), {
      method: 'POST',
      path: '/session',
      body,
    })
    return { userId: made.answer.account.userId, cookie: signedIn.cookie }
  }
  return { admin: cookie, groupId, school, enrol }
}

/**
 * Two nodes on one PostgreSQL and one Redis, with a school in which people may write. With `WEAK` the
 * nodes lack the defences it names.
 */
export const clusterStage = async (more: Readonly<Record<string, string>> = {}) => {
  const database = await freshPostgres(inject('postgresUrl'))
  const files = await mkdtemp(join(tmpdir(), 'yanke-shared-'))
  const shared = {
    DATABASE_URL: database.url,
    DATABASE_POOL: '8',
    REDIS_URL: inject('redisUrl'),
    REDIS_PREFIX: `t${randomBytes(6).toString('hex')}`,
    CLUSTER_SECRET: randomBytes(32).toString('hex'),
    STORAGE_URL: pathToFileURL(files).href,
    LIVEKIT_OFF: '1',
    ...more,
  }
  const a = await startNode('a', shared)
  const school = await foundSchool(a)
  const b = await startNode('b', shared)
  const lead = await school.enrol('lead', school.groupId)
  const other = await school.enrol('other', school.school)
  /** What a page sends to make a lesson of the group's. */
  const lessonForm = (title: string) => ({
    ...{ title, subject: '语文', grade: '五年级', unit: '第一单元', lengthMin: 40 },
    ...{ startsAt: null, groupId: school.groupId, far: null },
    near: {
      ...{ school: '城关小学', className: '五（2）班', headcount: 40 },
      teacherId: lead.userId,
    },
  })
  const makeLesson = async (title: string) =>
    (
      await callStudio(a.url, lessonSchema, {
        ...{ method: 'POST', path: '/lessons', cookie: lead.cookie, body: lessonForm(title) },
      })
    ).answer
  const setRole = (lessonId: string, { userId }: Person, role: string | null, node: Studio = a) =>
    callStudio(node.url, z.unknown(), {
      ...{ method: 'PUT', path: `/lessons/${lessonId}/members/${userId}` },
      ...{ cookie: lead.cookie, body: { role } },
    })
  return {
    enrol: (name: string) => school.enrol(name, school.school),
    ...{ a, b, lead, other, shared, makeLesson, lessonForm, setRole, admin: school.admin },
    startNode: (name: string, own: Readonly<Record<string, string>> = {}) =>
      startNode(name, { ...shared, ...own }),
    stop: async () => {
      await Promise.all([a.stop(), b.stop()])
      await database.drop()
      await rm(files, { recursive: true, force: true })
    },
  }
}
export type ClusterStage = Awaited<ReturnType<typeof clusterStage>>
