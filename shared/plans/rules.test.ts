import { describe, expect, it } from 'vitest'
import type { LessonAbility } from '../lessons/model.ts'
import { planAbilitiesOf } from './rules.ts'

const everything: readonly LessonAbility[] = [
  ...(['view', 'editPlan', 'comment', 'teach', 'observe'] as const),
  ...(['annotate', 'code', 'share', 'manage'] as const),
]

describe('what one may do with a plan’s past', () => {
  it.each<readonly [string, readonly LessonAbility[], readonly string[]]>([
    ['a stranger', [], []],
    ['a viewer', ['view'], ['readHistory']],
    ['a commenter', ['view', 'comment', 'annotate'], ['readHistory']],
    ['a writer', ['view', 'editPlan'], ['readHistory', 'nameVersion', 'restore']],
    ['the lead', everything, ['readHistory', 'nameVersion', 'restore']],
    ['whoever may write and yet not see', ['editPlan'], []],
    ['whoever may share and yet not see', ['share', 'manage'], []],
  ])('%s', (_who, lesson, expected) => expect(planAbilitiesOf(lesson)).toEqual(expected))
})
