import { afterEach, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { bodyOf, testPlanDoc } from '#shared/plans/testing.ts'
import { paperOn } from './testing.ts'

let close = () => {}
afterEach(() => close())

const element = (name: string, ...content: readonly Y.XmlElement[]) => {
  const made = new Y.XmlElement(name)
  made.insert(0, [...content])
  return made
}

/** A plan with a table of two rows, the first cell of which says that it reaches so far. */
const planWith = async (name: 'colspan' | 'rowspan', reach: unknown) => {
  const doc = testPlanDoc()
  const wide = element('tableCell')
  wide.setAttribute(name, reach as string)
  const second = element('tableRow', element('tableCell'))
  const table = element('table', element('tableRow', wide), second)
  bodyOf(doc).insert(0, [table])
  const editor = await paperOn({ doc, awareness: new Awareness(doc) })
  close = () => editor.destroy()
  const cells = editor.view.dom.querySelector('table')?.querySelectorAll('td')
  return { wide, second, editor, cells }
}

it.each([3000, '3000', -1, 0.5, Number.NaN])(
  'a cell that says it is %s columns wide is one wide, and no page fills up the other rows',
  async (reach) => {
    const { wide, second, cells } = await planWith('colspan', reach)
    expect(second.length).toBe(1)
    expect(cells).toHaveLength(2)
    expect(wide.getAttribute('colspan')).toBe(reach)
  },
)

it('what a pasted table has joined stays joined', async () => {
  const { cells } = await planWith('colspan', 2)
  expect(cells?.[0]?.getAttribute('colspan')).toBe('2')
})

it('a cell of a thousand million columns or rows keeps no page from opening', async () => {
  for (const name of ['colspan', 'rowspan'] as const) {
    const { editor, cells } = await planWith(name, 1e9)
    expect(cells).toHaveLength(2)
    editor.destroy()
  }
  close = () => {}
})
