import { describe, expect, it } from 'vitest'
import { firstWords, newWords, writtenLine } from './changedWords.ts'

const changedWords = (before: string, after: string): string | null => {
  const line = writtenLine(before, after)
  return line === null ? null : newWords(line, before, after)
}

describe('the words an edit left behind', () => {
  it.each([
    ['一\n二', '一\n二\n先写后说', '先写后说'],
    ['请青山班说。', '请青山班先写一句，再说。', '先写一句，再'],
    ['一\n二\n三', '三\n一\n二', null],
    ['一句很长的话', '一句话', null],
    ['一', '一\n短\n这句更长', '这句更长'],
    ['花花', '花花花', '花'],
    ['同一句', '同一句', null],
  ])('%j to %j: %s', (before, after, words) => expect(changedWords(before, after)).toBe(words))

  it('are cut to one short line', () => {
    expect(firstWords('第一行\n第二行')).toBe('第一行')
    expect(firstWords('长'.repeat(80))).toHaveLength(60)
  })
})
