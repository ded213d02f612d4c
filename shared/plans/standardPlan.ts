import { shareMinutes } from './minutes.ts'
import type { PlanSeed, PlanSeedStep } from './seed.ts'

/** What the standard template takes from the lesson; the rest of the plan is for the teachers. */
export type StandardPlanFacts = {
  readonly title: string
  readonly unit: string
  readonly lengthMin: number
  readonly sites: readonly {
    readonly site: 'near' | 'far'
    readonly school: string
    readonly className: string
    readonly teacher: string
  }[]
}

/** 课时教学设计（通用）: five steps; their share of a 40 minute lesson. */
const steps = [
  { title: '情境导入', weight: 5, intent: '从学生熟悉的事情引出问题。' },
  { title: '探究新知', weight: 15, intent: '先想后说，人人有话可说。' },
  { title: '巩固练习', weight: 10, intent: '当堂看见谁会了、谁还不会。' },
  { title: '拓展提升', weight: 7, intent: '用到新的地方去。' },
  { title: '课堂小结', weight: 3, intent: '让学生自己说收获。' },
] as const

const place = (site: StandardPlanFacts['sites'][number]): string =>
  [site.teacher, [site.school, site.className].filter(Boolean).join(' ')].filter(Boolean).join('，')

const factsOf = ({ unit, lengthMin, sites }: StandardPlanFacts): PlanSeed['facts'] => {
  const near = sites.find((s) => s.site === 'near')
  const far = sites.find((s) => s.site === 'far')
  return [
    { label: '教材', value: unit },
    { label: '课型', value: far ? '新授课，双师课堂' : '新授课' },
    { label: '主备', value: near?.teacher ?? '' },
    { label: '时长', value: `${lengthMin} 分钟` },
    { label: '主讲', value: near ? place(near) : '' },
    ...(far ? [{ label: '助讲', value: place(far) }] : []),
  ]
}

/**
 * The plan of a new lesson. A dual lesson's first step says what the assistant does there, which
 * also gives every step its 助讲 row.
 */
export const standardPlan = (facts: StandardPlanFacts): PlanSeed => {
  const isDual = facts.sites.some((s) => s.site === 'far')
  const minutes = shareMinutes(
    facts.lengthMin,
    steps.map((s) => s.weight),
  )
  const seeded: readonly PlanSeedStep[] = steps.map(({ title, intent }, index) => ({
    title,
    minutes: minutes[index] ?? 0,
    lead: '',
    assist: isDual && index === 0 ? '确认本班看得见、听得清，再示意主讲开始。' : '',
    student: '',
    intent,
    firstPage: null,
  }))
  return {
    title: facts.title,
    facts: factsOf(facts),
    before: [
      { title: '教材分析' },
      { title: '学情分析' },
      { title: '核心素养目标', items: [''] },
      { title: '教学重点' },
      { title: '教学难点' },
      { title: '教学准备' },
    ],
    steps: seeded,
    after: [
      { title: '板书设计' },
      {
        title: '作业设计',
        items: ['基础性作业（必做）：', '拓展性作业（选做）：', '实践性作业：'],
      },
      { title: '教学反思' },
    ],
  }
}
