import { expect, test } from 'vitest'
import { readLog } from './readLog.ts'

const line = (seq: number) => ({ seq, at: '2026-09-02T00:10:00.000Z', by: null, update: 'AQE=' })
const end = (after: number, more: boolean) => ({ end: true, after, more })
/** Bytes as a network brings them: cut anywhere. */
const answer = (lines: readonly object[], cut = 7): Response => {
  const bytes = new TextEncoder().encode(lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
  let at = 0
  return new Response(
    new ReadableStream({
      pull: (controller) => {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + cut))
        at += cut
      },
    }),
  )
}
const seqsOf = async (answers: readonly Response[]) => {
  const asked: number[] = []
  const left = [...answers]
  const seqs: number[] = []
  for await (const lines of readLog(async (after) => {
    asked.push(after)
    return left.shift() ?? Response.error()
  }))
    seqs.push(...lines.map(({ seq }) => seq))
  return { asked, seqs }
}

test('lines are whole however the network cuts them, and the next stream goes on behind the last', async () => {
  const first = answer([line(1), line(2), end(2, true)])
  expect(await seqsOf([first, answer([line(3), end(3, false)], 1000)])).toEqual({
    asked: [0, 2],
    seqs: [1, 2, 3],
  })
})

test('a stream without its end is not taken for a whole log', async () => {
  await expect(seqsOf([answer([line(1), line(2)])])).rejects.toThrow('cut off')
})
