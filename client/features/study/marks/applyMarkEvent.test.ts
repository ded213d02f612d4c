import { describe, expect, test } from 'vitest'
import type { Mark } from '#shared/study/model.ts'
import { applyMarkEvent, indexThreads, threadAt, threadsOf } from './applyMarkEvent.ts'

const mark = (markId: string, over: Partial<Mark> = {}): Mark =>
  ({
    markId,
    recordingId: 'recording-1',
    authorId: 'user-he-00',
    authorName: '贺明',
    authorHue: 'he',
    startMs: 1000,
    endMs: 1000,
    site: null,
    text: markId,
    replyTo: null,
    resolved: false,
    createdAt: '2026-11-19T02:00:00.000Z',
    ...over,
  }) as Mark

const ids = (marks: readonly Mark[]) => marks.map(({ markId }) => markId)

describe('the feed', () => {
  test('a new mark takes its place by time', () => {
    const marks = [mark('a', { startMs: 0 }), mark('c', { startMs: 9000 })]
    const next = applyMarkEvent(marks, { type: 'mark.saved', mark: mark('b') })
    expect(ids(next)).toEqual(['a', 'b', 'c'])
  })

  test('one’s own echo replaces the optimistic mark', () => {
    const saved = mark('a', { text: '改过' })
    expect(applyMarkEvent([mark('a')], { type: 'mark.saved', mark: saved })).toEqual([saved])
  })

  test('a deleted comment goes with its answers', () => {
    const marks = [mark('a'), mark('b', { replyTo: 'a' as Mark['replyTo'] }), mark('c')]
    expect(ids(applyMarkEvent(marks, { type: 'mark.deleted', markId: 'a' }))).toEqual(['c'])
  })

  test('other events leave the list as it is', () => {
    const marks = [mark('a')]
    expect(applyMarkEvent(marks, { type: 'passes.changed', recordingId: 'x' })).toBe(marks)
  })
})

describe('threads', () => {
  const replyTo = 'a' as Mark['replyTo']
  const marks = [
    mark('a', { startMs: 1000, endMs: 5000 }),
    mark('a2', { replyTo, createdAt: '2026-11-19T02:02:00.000Z' }),
    mark('a1', { replyTo, createdAt: '2026-11-19T02:01:00.000Z' }),
    mark('b', { startMs: 4000, endMs: 4000 }),
    mark('lost', { startMs: 50_000, endMs: 50_000, replyTo: 'gone' as Mark['replyTo'] }),
  ]

  test('answers stand under their comment in the order written, orphans by themselves', () => {
    expect(threadsOf(marks).map(({ root, replies }) => [root.markId, ids(replies)])).toEqual([
      ['a', ['a1', 'a2']],
      ['b', []],
      ['lost', []],
    ])
  })

  test.each([
    [999, null],
    [1000, 'a'],
    [3999, 'a'],
    [4000, 'b'],
    [11_999, 'b'],
    [12_000, null],
  ])('at %d ms the current thread is %s', (atMs, expected) => {
    expect(threadAt(indexThreads(threadsOf(marks)), atMs)?.root.markId ?? null).toBe(expected)
  })
})
