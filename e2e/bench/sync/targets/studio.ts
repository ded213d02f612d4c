import { join } from 'node:path'
import { z } from 'zod'
import { serverProcess } from '#server/start/serverProcess.mjs'
import { foundSchool, type Member, type School } from '../../../support/foundSchool.ts'
import type { Endpoint } from '../lib/Conn.ts'
import type { Place, TargetSpec } from '../lib/Target.ts'
import { pool, until } from '../lib/time.ts'

/** Real accounts, so that the rules about client ids hold; connections take turns among them. */
export const TEACHERS = 12

/** Rate limits of requests are raised, nothing else: said in the table's head. */
export const studioEnv = { RATE_LIMIT: '10000000', LIVEKIT_OFF: '1', LOG_LEVEL: 'warn' } as const

const root = join(import.meta.dirname, '../../../..')
const readySchema = z.object({ url: z.string(), setupUrl: z.string() })

const readyIn = (log: string) => {
  const line = log.split('\n').findLast((one) => one.startsWith('YANKE_READY '))
  return line ? readySchema.parse(JSON.parse(line.slice('YANKE_READY '.length))) : null
}

/** The plan of the bench's document `plan:name` or `comments:name`. */
const benchName = (doc: string): string => doc.slice(doc.indexOf(':') + 1)

/**
 * The studio as its users start it, SQLite, every check on: set up by its link, teachers with accounts,
 * a lesson for every document.
 */
export const studio = (): TargetSpec => {
  const plans = new Map<string, string>()
  const teachers: Member[] = []
  const turns = new Map<string, number>()
  let school: School | null = null

  const teacherFor = (doc: string): Member => {
    const turn = turns.get(doc) ?? 0
    turns.set(doc, turn + 1)
    const teacher = teachers[turn % teachers.length]
    if (!teacher) throw new Error('nobody is signed in')
    return teacher
  }

  const endpoint = (doc: string, { port }: Place, isStock: boolean): Endpoint => {
    const planId = plans.get(benchName(doc))
    if (!planId) throw new Error(`nobody made ${doc}`)
    const { userId, name, cookie } = teacherFor(doc)
    const kind = doc.slice(0, doc.indexOf(':'))
    return {
      doc,
      url: `ws://127.0.0.1:${port}/ws/docs/${kind}:${planId}${isStock ? '' : '?ack=1'}`,
      headers: { cookie },
      protocol: 'yWebsocket',
      token: '',
      user: { userId, name },
      wantsAcks: !isStock,
    }
  }

  return {
    name: 'studio',
    answers: true,
    settleMs: 2500,
    acknowledges: true,
    command: ({ port, dataDir }) => ({
      command: process.execPath,
      args: [
        ...(process.env.BENCH_ARGS ? process.env.BENCH_ARGS.split(' ') : []),
        ...serverProcess(root).args,
      ],
      env: {
        ...serverProcess(root).env,
        ...studioEnv,
        HOST: '127.0.0.1',
        PORT: String(port),
        YANKE_DATA: join(dataDir, 'data'),
      },
    }),
    prepare: async ({ log }) => {
      // It listens a moment before it says so.
      await until(() => readyIn(log()) !== null, { everyMs: 5 })
      const ready = readyIn(log())
      if (!ready) throw new Error('the studio did not say where it is')
      school = await foundSchool(ready)
      for (let i = 0; i < TEACHERS; i += 1)
        teachers.push(await school.enrol(`teacher-${i}`, school.groupId, 'teacher'))
    },
    makeDocuments: (names) =>
      pool([...new Set(names.map(benchName))], 8, async (name, index) => {
        const lead = teachers[index % teachers.length]
        if (!school || !lead || plans.has(name)) return
        plans.set(name, (await school.createLesson(lead, { title: name })).planId)
      }),
    endpoint,
  }
}
