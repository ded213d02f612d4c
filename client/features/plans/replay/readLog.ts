import { type UpdateLine, updateLineSchema } from '#shared/plans/history.ts'

export type StoredLine = Exclude<UpdateLine, { readonly end: true }>

/** So many lines are handed over at a time, so that whoever works on them can be asked in between. */
const CHUNK = 500

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (done) return
  }
}

/**
 * The log as it comes, in pieces. Throws when the stream was cut off: then it lacks its `end` line.
 * `fetchFrom` is told the number to go on after.
 */
export async function* readLog(
  fetchFrom: (after: number) => Promise<Response>,
): AsyncGenerator<readonly StoredLine[]> {
  for (let after = 0, hasMore = true; hasMore; ) {
    const response = await fetchFrom(after)
    if (!response.ok || !response.body) throw new Error(`the log was refused: ${response.status}`)
    let lines: StoredLine[] = []
    let hasEnded = false
    for await (const text of linesOf(response.body)) {
      const line = updateLineSchema.parse(JSON.parse(text))
      if ('end' in line) {
        hasEnded = true
        hasMore = line.more
        after = line.after
      } else lines.push(line)
      if (lines.length < CHUNK) continue
      yield lines
      lines = []
    }
    if (lines.length > 0) yield lines
    if (!hasEnded) throw new Error('the log was cut off')
  }
}
