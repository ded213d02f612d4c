import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { instant } from '#server/platform/clock.ts'
import { personOf, type Route, serveRaw } from '#server/platform/http/route.ts'
import { isFullPage, type StoredUpdate } from '#server/platform/sync/DocStore.ts'
import { AppError } from '#shared/errors/appError.ts'
import type { UserId } from '#shared/ids.ts'
import type { readCommentsUpdates, readPlanUpdates } from '#shared/plans/contract.ts'
import { type UpdateLine, updatesQuerySchema } from '#shared/plans/history.ts'
import { type DocKind, type DocName, docName } from '#shared/sync/docName.ts'
import type { PlanParts } from '../parts.ts'
import { needPlan } from './needPlan.ts'
import { PAGE } from './readPages.ts'

const lineOf = ({ seq, atMs, authorId, update }: StoredUpdate): UpdateLine => ({
  ...{ seq, at: instant(atMs), by: authorId as UserId | null },
  update: Buffer.from(update).toString('base64'),
})

const written = (lines: readonly UpdateLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/**
 * The log as text, a page at a time: the next one is read when the reader has taken this one.
 * `stillMay` is asked before every page and throws when the reader may not go on.
 */
export async function* updateLines(
  { docs }: Pick<PlanParts, 'docs'>,
  name: DocName,
  range: { readonly after: number; readonly limit: number },
  stillMay: () => Promise<unknown>,
): AsyncGenerator<string> {
  let after = range.after
  for (let left = range.limit; ; ) {
    await stillMay()
    // One more than is sent tells whether there is more.
    const limit = Math.min(PAGE, left + 1)
    const page = await docs.history(name, { afterSeq: after, limit })
    const sent = page.slice(0, left)
    after = sent.at(-1)?.seq ?? after
    left -= sent.length
    if (sent.length > 0) yield written(sent.map(lineOf))
    const hasMore = page.length > sent.length
    if (hasMore || !isFullPage(page, limit))
      return yield written([{ end: true, after, more: hasMore }])
  }
}

/** So long a reader may take nothing of what waits for it. */
const STALLED_MS = 120_000

/** Who leaves before the end is nobody's trouble. */
const hasLeft = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** Sends the lines as they are taken, and ends the connection of a reader that stopped taking them. */
export const sendLines = async (
  lines: AsyncIterable<string>,
  response: ServerResponse,
  stalledMs = STALLED_MS,
): Promise<void> => {
  response.setTimeout(stalledMs, () => response.destroy())
  try {
    await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 1 }), response)
  } catch (thrown) {
    if (!hasLeft(thrown)) throw thrown
  }
}

/** `GET …/updates`: the stream of a document's updates as it was stored. */
export const updatesRoute = (
  parts: PlanParts,
  contract: typeof readPlanUpdates | typeof readCommentsUpdates,
  kind: Extract<DocKind, 'plan' | 'comments'>,
): Route =>
  serveRaw(contract, async (request, response, { actorNow }) => {
    const rawPlanId = String(request.params.planId)
    const may = async () => needPlan(parts, personOf(await actorNow()), rawPlanId, 'readHistory')
    const { planId } = await may()
    const query = updatesQuerySchema.safeParse(request.query)
    if (!query.success)
      throw new AppError('invalid-request', {
        data: query.error.issues.map(({ path, code }) => ({
          path: ['query', ...path].join('.'),
          issue: code,
        })),
      })
    response.status(200).type('application/x-ndjson')
    if (request.method === 'HEAD') return void response.end()
    const lines = updateLines(parts, docName(kind, planId), query.data, may)
    await sendLines(lines, response)
  })
