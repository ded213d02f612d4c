import type { UserId } from '#shared/ids.ts'
import type { Lesson, LessonSite } from '#shared/lessons/model.ts'
import { CHECK_HOLDS_MS, faultsOf } from '#shared/lessons/rules.ts'
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
    | 'devices.some'
    | 'devices.look'
    | 'devices.ready'
  readonly count: number
  /** Whom the sentence is about. */
  readonly schools: readonly string[]
}

/** For whom and when: a check speaks for two days. */
export type Asking = { readonly meId: string; readonly nowMs: number }

const planOf = (lesson: Lesson): Readiness => {
  const over = planned(lesson.steps) - lesson.lengthMin
  const plan = { part: 'plan', schools: [] } as const
  if (lesson.steps.length === 0) return { ...plan, state: 'open', sentence: 'plan.empty', count: 0 }
  return over > 0
    ? { ...plan, state: 'warn', sentence: 'plan.over', count: over }
    : { ...plan, state: 'done', sentence: 'plan.ready', count: lesson.steps.length }
}

const slidesOf = ({ slides }: Lesson): Readiness =>
  slides
    ? { part: 'slides', state: 'done', sentence: 'slides.ready', count: slides.pages, schools: [] }
    : { part: 'slides', state: 'open', sentence: 'slides.none', count: 0, schools: [] }

const schoolsOf = (sites: readonly LessonSite[]): readonly string[] =>
  sites.map(({ school, className }) => school || className)

const devicesOf = ({ sites, deviceChecks }: Lesson, { meId, nowMs }: Asking): Readiness => {
  const checkOf = (userId: UserId | undefined) =>
    deviceChecks.find(
      (check) => check.userId === userId && nowMs - Date.parse(check.at) < CHECK_HOLDS_MS,
    )
  const missing = sites.filter(({ teacher }) => !checkOf(teacher?.userId))
  const isMine = missing.some(({ teacher }) => teacher?.userId === meId)
  const devices = { part: 'devices', count: 0 } as const
  if (missing.length === sites.length)
    return { ...devices, state: 'open', sentence: 'devices.none', schools: [] }
  if (missing.length > 0) {
    const state = isMine ? 'open' : 'warn'
    return { ...devices, state, sentence: 'devices.some', schools: schoolsOf(missing) }
  }
  const faulty = sites.flatMap((site) => {
    const check = checkOf(site.teacher?.userId)
    const count = check ? faultsOf(check).length : 0
    return count > 0 ? [{ site, count }] : []
  })
  if (faulty.length === 0)
    return { ...devices, state: 'done', sentence: 'devices.ready', schools: [] }
  return {
    part: 'devices',
    state: 'warn',
    sentence: 'devices.look',
    count: faulty.reduce((sum, { count }) => sum + count, 0),
    schools: schoolsOf(faulty.map(({ site }) => site)),
  }
}

/** What the next lesson still needs, in the order in which one does it. Facts only. */
export const readinessOf = (lesson: Lesson, asking: Asking): readonly Readiness[] => [
  planOf(lesson),
  slidesOf(lesson),
  devicesOf(lesson, asking),
]

export type PrimaryAction = 'write' | 'upload' | 'check' | 'enter' | 'read'

/** The first thing not done is the primary action; when all is done, or class has begun, going in. */
export const primaryAction = (lesson: Lesson, asking: Asking): PrimaryAction => {
  const can = (ability: Lesson['abilities'][number]) => lesson.abilities.includes(ability)
  if (!can('teach')) return can('observe') && lesson.classroomId ? 'enter' : 'read'
  if (lesson.stage === 'teach') return 'enter'
  const open = readinessOf(lesson, asking).find(({ state }) => state === 'open')
  if (open?.part === 'plan') return 'write'
  if (open?.part === 'slides') return 'upload'
  return open ? 'check' : 'enter'
}
