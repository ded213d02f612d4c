import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { AppError } from '#shared/errors/appError.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { sendLines, updateLines } from './streamUpdates.ts'
import { historyForTest, PLAN } from './testing.ts'

const LIN = 'user-lin-0001'

let test: Awaited<ReturnType<typeof historyForTest>>
beforeEach(async () => {
  test = await historyForTest({ [LIN]: ['view', 'editPlan', 'comment'] })
})
afterEach(() => test.stop())

describe('the stream of updates', () => {
  const linesOf = async (after: number, limit: number, stillMay = async () => {}) => {
    const lines: {
      seq?: number
      end?: boolean
      more?: boolean
      after?: number
      update?: string
    }[] = []
    for await (const text of updateLines(test.parts, PLAN, { after, limit }, stillMay))
      lines.push(
        ...text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      )
    return lines
  }
  const write = async (count: number): Promise<void> => {
    await test.studio.rooms.read(PLAN)
    const updates = Array.from({ length: count }, (_, i) => {
      const doc = new Y.Doc()
      doc.getXmlFragment(PLAN_BODY).insert(0, [new Y.XmlText(`${i}`)])
      return { seq: i + 2, atMs: 1, authorId: LIN, update: Y.encodeStateAsUpdate(doc) }
    })
    await test.studio.store.append([{ name: PLAN, updates, claims: [], fence: 0 }]).durable
  }

  it('brings every update of a large log once, in order, a page at a time', async () => {
    await write(5000)
    const lines = await linesOf(0, 1_000_000)
    expect(lines.at(-1)).toEqual({ end: true, after: 5001, more: false })
    expect(lines.slice(0, -1).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 5001 }, (_, i) => i + 1),
    )
  })

  it('goes on where it was left, and says whether there is more', async () => {
    await write(2500)
    for (const limit of [1, 999, 1000, 1001, 2501]) {
      const lines = await linesOf(0, limit)
      expect(lines.at(-1)).toEqual({ end: true, after: limit, more: limit < 2501 })
      expect(lines).toHaveLength(limit + 1)
    }
    const rest = await linesOf(2400, 1000)
    expect([rest.length, rest[0]?.seq]).toEqual([102, 2401])
    expect(await linesOf(9999, 10)).toEqual([{ end: true, after: 9999, more: false }])
  })

  it('reads no further than its reader has taken', async () => {
    await write(5000)
    let pages = 0
    const { docs } = test.parts
    const counting = {
      docs: {
        ...docs,
        history: (...asked: Parameters<typeof docs.history>) => {
          pages += 1
          return docs.history(...asked)
        },
      },
    }
    const lines = updateLines(counting, PLAN, { after: 0, limit: 10_000 }, async () => {})
    await lines.next()
    await lines.next()
    expect(pages).toBe(2)
    await lines.return(undefined)
  })

  it('ends without an end when its reader may not read any more', async () => {
    await write(3000)
    let asked = 0
    const may = async () => {
      asked += 1
      if (asked === 3) throw new AppError('not-found')
    }
    await expect(linesOf(0, 10_000, may)).rejects.toThrow('not-found')
  })
})

describe('a reader of the stream that stops reading', () => {
  it('is let go, and what was read for it ends', { timeout: 20_000 }, async () => {
    const ended = Promise.withResolvers<void>()
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield `${'x'.repeat(1_000_000)}\n`
      } finally {
        ended.resolve()
      }
    }
    const sent = Promise.withResolvers<void>()
    const server = createServer((_request, response) => {
      sendLines(endless(), response, 200).then(sent.resolve, sent.reject)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const reader = connect((server.address() as AddressInfo).port, '127.0.0.1')
    try {
      reader.pause()
      reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
      await ended.promise
      await sent.promise
    } finally {
      reader.destroy()
      server.close()
    }
  })
})
