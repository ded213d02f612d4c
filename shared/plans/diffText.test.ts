import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffText } from './diffText.ts'

it.each([
  ['先问远端', '先问远端', ['=先问远端']],
  ['', '新的', ['+新的']],
  ['旧的', '', ['-旧的']],
  ['请学生齐读', '请学生分角色读', ['=请学生', '-齐', '+分角色', '=读']],
  // 一 stands in both by chance.
  ['甲乙一丙丁，好', '戊己一庚辛，好', ['-甲乙一丙丁', '+戊己一庚辛', '=，好']],
  ['读。', '读。写。', ['=读。', '+写。']],
  ['甲，乙。', '甲，丙，乙。', ['=甲，', '+丙，', '=乙。']],
  ['😀好', '😁好', ['-😀', '+😁', '=好']],
])('“%s” becomes “%s”', (before, after, pieces) => {
  const sign = { same: '=', added: '+', gone: '-' }
  expect(diffText(before, after).map(({ kind, text }) => sign[kind] + text)).toEqual(pieces)
})

it('says both texts whole, whatever they are', () => {
  const letters = fc.string({ unit: fc.constantFrom('一', '二', '三', '。'), maxLength: 30 })
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const pieces = diffText(before, after)
      const without = (kind: string) =>
        pieces.flatMap((piece) => (piece.kind === kind ? [] : piece.text)).join('')
      expect(without('added')).toBe(before)
      expect(without('gone')).toBe(after)
    }),
  )
})
