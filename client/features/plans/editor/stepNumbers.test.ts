import { expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import { testPlanDoc } from '#shared/plans/testing.ts'
import { removeStep } from './stepEditing.ts'
import { paperOn } from './testing.ts'

test('each step has its number, and those behind one that is taken out have the next', async () => {
  const doc = testPlanDoc()
  const editor = await paperOn({ doc, awareness: new Awareness(doc), onTorn: () => {} })
  const numbers = () =>
    [...editor.view.dom.querySelectorAll('[data-number]')].map((title) =>
      title.getAttribute('data-number'),
    )
  const before = numbers()
  expect(before).toEqual(before.map((_, at) => String(at + 1)))
  expect(before.length).toBeGreaterThan(1)
  const first = editor.state.doc.children.find(({ type }) => type.name === 'lessonStep')
  removeStep(editor, String(first?.attrs.stepId))
  expect(numbers()).toEqual(before.slice(0, -1))
  editor.destroy()
})
