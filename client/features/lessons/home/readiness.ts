import type { Lesson } from '#shared/lessons/model.ts'
import { planned } from '../format.ts'

export type Readiness = {
  readonly part: 'plan' | 'slides' | 'devices'
  /** `warn` may be overruled: the lesson can be taught all the same. */
  readonly state: 'done' | 'warn' | 'open'
  /** Which sentence; words are the catalogue's. */
  readonly sentence:
    | 'plan.ready'
    | 'plan.over'
    | 'plan.empty'
    | 'slides.ready'
    | 'slides.none'
    | 'devices.none'
    | 'devices.opened'
  readonly count: number
}

/** What the next lesson still needs, in the order in which one does it. Facts only. */
export const readinessOf = (lesson: Lesson): readonly Readiness[] => {
  const over = planned(lesson.steps) - lesson.lengthMin
  const plan: Readiness =
    lesson.steps.length === 0
      ? { part: 'plan', state: 'open', sentence: 'plan.empty', count: 0 }
      : over > 0
        ? { part: 'plan', state: 'warn', sentence: 'plan.over', count: over }
        : { part: 'plan', state: 'done', sentence: 'plan.ready', count: lesson.steps.length }
  const slides: Readiness = lesson.slides
    ? { part: 'slides', state: 'done', sentence: 'slides.ready', count: lesson.slides.pages }
    : { part: 'slides', state: 'open', sentence: 'slides.none', count: 0 }
  // The check is made in the waiting room; until that was opened nobody can have made it.
  const devices: Readiness = lesson.classroomId
    ? { part: 'devices', state: 'done', sentence: 'devices.opened', count: 0 }
    : { part: 'devices', state: 'open', sentence: 'devices.none', count: 0 }
  return [plan, slides, devices]
}

export type PrimaryAction = 'write' | 'upload' | 'check' | 'enter' | 'read'

/** The first thing not done is the primary action; when all is done, or little time is left, going in. */
export const primaryAction = (lesson: Lesson): PrimaryAction => {
  const can = (ability: Lesson['abilities'][number]) => lesson.abilities.includes(ability)
  if (!can('teach')) return can('observe') && lesson.classroomId ? 'enter' : 'read'
  if (lesson.classroomId) return 'enter'
  const open = readinessOf(lesson).find(({ state }) => state === 'open')
  if (open?.part === 'plan') return 'write'
  return open?.part === 'slides' ? 'upload' : 'check'
}
