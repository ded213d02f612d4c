import type { DocName } from '#shared/sync/docName.ts'
import type { Links } from './createLinks.ts'

/** Whoever has not said by then that it is the owner, is none, in ms. */
const ANSWER_MS = 2_000

/**
 * The node that says, over its link, that it owns a document: for when nobody else can tell. Null
 * when none does in time; does not reject.
 */
export const askOwner =
  (links: Pick<Links, 'to' | 'others'>, answerMs = ANSWER_MS) =>
  async (name: DocName): Promise<string | null> => {
    const ask = async (nodeId: string): Promise<string> => {
      const { head } = await (await links.to(nodeId)).ask({
        head: { what: 'owns', name },
        bytes: [],
      })
      if (head !== true) throw new Error(`${name} is not ${nodeId}’s`)
      return nodeId
    }
    let late: ReturnType<typeof setTimeout> | undefined
    const tooLate = new Promise<null>((resolve) => {
      late = setTimeout(() => resolve(null), answerMs)
    })
    const found = Promise.any(links.others().map(ask)).catch(() => null)
    try {
      return await Promise.race([found, tooLate])
    } finally {
      clearTimeout(late)
    }
  }
