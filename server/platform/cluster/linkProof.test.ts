import { expect, test } from 'vitest'
import { askForLink, createLinkJudge } from './linkProof.ts'

const SECRET = 's'.repeat(32)
const NOW_MS = 1_800_000_000_000
const ends = { from: 'a', to: 'b', nowMs: NOW_MS }
const judgeAt = (nowMs = NOW_MS, secret = SECRET, nodeId = 'b') =>
  createLinkJudge(secret, nodeId, () => nowMs)

test('both sides prove that they have the secret', () => {
  const ask = askForLink(SECRET, ends)
  const judged = judgeAt()(ask.header)
  expect(judged).toMatchObject({ from: 'a' })
  expect(ask.isAnswer('answer' in judged && judged.answer)).toBe(true)
})

test('a proof is good once, for one node, for a minute', () => {
  const { header } = askForLink(SECRET, ends)
  const judge = judgeAt()
  const good = { from: 'a', answer: expect.any(String) }
  expect(judge(header)).toEqual(good)
  expect(judge(header)).toEqual({ refused: 'said before' })
  expect(judgeAt(NOW_MS, SECRET, 'c')(header)).toEqual({
    refused: 'meant for another node, or for what this one was before it was restarted',
  })
  const skewed = { refused: 'clocks are more than a minute apart' }
  expect(judgeAt(NOW_MS + 61_000)(header)).toEqual(skewed)
  expect(judgeAt(NOW_MS - 61_000)(header)).toEqual(skewed)
  expect(judgeAt(NOW_MS + 59_000)(header)).toEqual(good)
})

test('without the secret there is no link, whatever is said', () => {
  const { header } = askForLink('t'.repeat(32), ends)
  const changed = new URLSearchParams(askForLink(SECRET, ends).header)
  changed.set('from', 'c')
  const mac = new URLSearchParams(askForLink(SECRET, ends).header)
  mac.set('mac', '')
  for (const wrong of [header, changed.toString(), mac.toString(), '', undefined, 'x'.repeat(9000)])
    expect(judgeAt()(wrong)).toEqual({ refused: 'no secret of ours' })
})

test('who answers without the secret is found out; an answer to another question is none', () => {
  const ask = askForLink(SECRET, ends)
  const other = judgeAt()(askForLink(SECRET, ends).header)
  const another = 'answer' in other && other.answer
  for (const wrong of [undefined, '', 'yes', another, ['x']])
    expect(ask.isAnswer(wrong)).toBe(false)
})
