import { cleanup, renderHook } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, expect, it } from 'vitest'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { usePastEditor } from './usePastEditor.ts'

await i18next.use(initReactI18next).init({ lng: 'zh-CN', resources: {} })

afterEach(cleanup)

const lesson = { title: '落花生', sites: [] } as unknown as Lesson
const colours = { runs: [], caret: null }

const text = (words: string, ...marks: readonly string[]): PlanJson => ({
  type: 'text',
  text: words,
  marks: marks.map((type) => ({ type })),
})
const node = (type: string, ...content: readonly PlanJson[]): PlanJson => ({ type, content })
const past = (words: string, ...more: readonly PlanJson[]) =>
  node('doc', node('paragraph', text(words)), ...more)

it('what a plan once held and no plan holds is shown, and so is what came after', () => {
  const { result, rerender } = renderHook(({ body }) => usePastEditor(lesson, body, colours), {
    initialProps: { body: past('甲') },
  })
  const shown = () => result.current?.state.doc.textContent
  expect(shown()).toBe('甲')
  rerender({ body: past('乙', node('quote', text('别家的', 'italic'))) })
  expect(shown()).toBe('乙别家的')
  rerender({ body: past('乙', node('lessonStep', node('paragraph', text('无行')))) })
  expect(shown()).toBe('乙无行')
  rerender({ body: past('丙') })
  expect(shown()).toBe('丙')
})
