import { Fragment, Slice } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { planSchema } from '#shared/plans/schema.ts'
import { bytesOf, hasPictures } from './planPaste.ts'

const pasted = (data: Readonly<Record<string, string>>, ...types: string[]) => ({
  getData: (type: string) => data[type] ?? '',
  items: types.map((type) => ({ type })) as unknown as DataTransferItemList,
})

describe('pictures in what is pasted', () => {
  test('are noticed among words, and alone', () => {
    expect(hasPictures(pasted({ 'text/html': '<p>一<img src="x">二</p>' }))).toBe(true)
    expect(hasPictures(pasted({}, 'image/png'))).toBe(true)
  })
  test('are not what a spreadsheet or a page of words offers besides', () => {
    const cells = { 'text/html': '<table><td>一</td></table>', 'text/plain': '一' }
    expect(hasPictures(pasted(cells, 'text/html', 'image/png'))).toBe(false)
    expect(hasPictures(pasted({ 'text/plain': '<img' }, 'text/plain'))).toBe(false)
    expect(hasPictures(null)).toBe(false)
  })
})

test('what is pasted weighs what its update will: three bytes a character, and its blocks', () => {
  const line = planSchema.node('paragraph', null, [planSchema.text('备课')])
  const slice = new Slice(Fragment.from([line, line]), 0, 0)
  expect(bytesOf(slice)).toBe(2 * (6 + 60))
})
