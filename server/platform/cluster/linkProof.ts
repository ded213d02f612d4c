import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** How far the clocks of two nodes may be apart, in ms. */
const SKEW_MS = 60_000

export const PROOF_HEADER = 'x-yanke-link'
export const ANSWER_HEADER = 'x-yanke-link-answer'

/** The two ends of a link, when it was asked for, and a number used once. */
const askSchema = z.object({
  from: z.string().min(1).max(100),
  to: z.string().min(1).max(100),
  atMs: z.coerce.number().int(),
  nonce: z.string().length(22),
  mac: z.string().max(100),
})
export type LinkAsk = Omit<z.output<typeof askSchema>, 'mac'>

const macOf = (secret: string, role: 'ask' | 'answer', ask: LinkAsk): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify([role, ask.from, ask.to, ask.atMs, ask.nonce]))
    .digest('base64url')

/** In a time that does not tell how much of it was right. */
const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What the asking side sends, and what it wants to hear from who really has the secret. */
export const askForLink = (
  secret: string,
  ends: { readonly from: string; readonly to: string; readonly nowMs: number },
) => {
  const ask: LinkAsk = {
    ...{ from: ends.from, to: ends.to, atMs: ends.nowMs },
    nonce: randomBytes(16).toString('base64url'),
  }
  const header = new URLSearchParams({
    ...{ from: ask.from, to: ask.to, atMs: String(ask.atMs), nonce: ask.nonce },
    mac: macOf(secret, 'ask', ask),
  }).toString()
  return {
    header,
    isAnswer: (answer: unknown): boolean =>
      typeof answer === 'string' && isSame(answer, macOf(secret, 'answer', ask)),
  }
}

/** For the log: which of two nodes is set up wrongly, or that somebody else asks. */
export type LinkRefusal =
  | 'no secret of ours'
  | 'meant for another node, or for what this one was before it was restarted'
  | 'clocks are more than a minute apart'
  | 'said before'

type LinkVerdict =
  | { readonly from: string; readonly answer: string }
  | { readonly refused: LinkRefusal }

/** Judges what an asking side sent; each number is good for one link. */
export const createLinkJudge = (secret: string, nodeId: string, now: () => number) => {
  const used = new Map<string, number>()
  return (header: unknown): LinkVerdict => {
    const stranger: LinkVerdict = { refused: 'no secret of ours' }
    if (typeof header !== 'string' || header.length > 500) return stranger
    const parsed = askSchema.safeParse(Object.fromEntries(new URLSearchParams(header)))
    if (!parsed.success) return stranger
    const { mac, ...ask } = parsed.data
    if (!isSame(mac, macOf(secret, 'ask', ask))) return stranger
    const nowMs = now()
    for (const [nonce, atMs] of used) if (atMs < nowMs - 2 * SKEW_MS) used.delete(nonce)
    if (ask.to !== nodeId)
      return { refused: 'meant for another node, or for what this one was before it was restarted' }
    if (Math.abs(nowMs - ask.atMs) > SKEW_MS)
      return { refused: 'clocks are more than a minute apart' }
    if (used.has(ask.nonce)) return { refused: 'said before' }
    used.set(ask.nonce, nowMs)
    return { from: ask.from, answer: macOf(secret, 'answer', ask) }
  }
}
