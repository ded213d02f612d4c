import type { DocName } from '#shared/sync/docName.ts'
import type { Links } from './createLinks.ts'

/** Whoever has not said yes by then says no, in ms. */
const ANSWER_MS = 2_000

type Question = { readonly what: 'owns' | 'takes'; readonly name: DocName | '' }

/** For when the leases cannot tell: the other nodes are asked over their links. Neither rejects. */
export const askNodes = (links: Pick<Links, 'to' | 'others'>, answerMs = ANSWER_MS) => {
  const ask = async (nodeId: string, question: Question): Promise<string> => {
    const { head } = await (await links.to(nodeId)).ask({ head: question, bytes: [] })
    if (head !== true) throw new Error(`${nodeId} says no`)
    return nodeId
  }
  const firstToSayYes = async (question: Question): Promise<string | null> => {
    let late: ReturnType<typeof setTimeout> | undefined
    const tooLate = new Promise<null>((resolve) => {
      late = setTimeout(() => resolve(null), answerMs)
    })
    const asked = links.others().map((nodeId) => ask(nodeId, question))
    try {
      return await Promise.race([Promise.any(asked).catch(() => null), tooLate])
    } finally {
      clearTimeout(late)
    }
  }
  return {
    /** The node that says it owns the document; null when none does in time. */
    owner: (name: DocName) => firstToSayYes({ what: 'owns', name }),
    /** A node that can reach the leases, and takes a document for those who are carried to it. */
    helper: () => firstToSayYes({ what: 'takes', name: '' }),
  }
}
