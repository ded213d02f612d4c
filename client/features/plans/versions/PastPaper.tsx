import { EditorContent } from '@tiptap/react'
import { useEffect, useMemo, useRef } from 'react'
import type { UserId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import paper from '../editor/Paper.module.css'
import type { Colours } from '../replay/authorMarks.ts'
import type { ReplayView } from '../replay/PlanReplay.ts'
import { usePastEditor } from '../replay/usePastEditor.ts'

/** Who somebody is in the past: a name, and the colour they write in. */
export type PastPerson = { readonly name: string; readonly hue: string }
export type PastPeople = (userId: UserId) => PastPerson

const colourOf = ({ hue }: PastPerson): string => `var(--hue-${hue}, var(--ink-2))`

const PLAIN: Colours = { runs: [], caret: null }

const coloursOf = ({ runs, caret }: ReplayView, people: PastPeople): Colours => ({
  runs: runs.map(([length, by]) => [length, by && colourOf(people(by))]),
  caret: caret?.by
    ? { unit: caret.unit, name: people(caret.by).name, colour: colourOf(people(caret.by)) }
    : null,
})

/** The plan as it was; each person's colour under what they wrote, when `people` are given. */
export const PastPaper = (props: {
  readonly lesson: Lesson
  readonly view: ReplayView
  readonly people: PastPeople | null
  /** The paper follows whoever writes. */
  readonly isFollowing: boolean
}) => {
  const { lesson, view, people, isFollowing } = props
  const colours = useMemo(() => (people ? coloursOf(view, people) : PLAIN), [view, people])
  const editor = usePastEditor(lesson, view.body, colours)
  const sheet = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the flag stands where the newest view put it
  useEffect(() => {
    if (!isFollowing) return
    sheet.current?.querySelector('[data-caret]')?.scrollIntoView({ block: 'nearest' })
  }, [colours, isFollowing])
  if (!editor) return null
  return (
    <div className={paper.paper} ref={sheet}>
      <EditorContent editor={editor} />
    </div>
  )
}
