/**
 * A whole lesson plan as plain data, from which the server makes a plan's initial content: once,
 * because content made twice doubles. Also what the sample and the templates are written in.
 */
export type PlanSeed = {
  readonly title: string
  /** The table of facts under the title: 教材, 课型, 主备, … */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Sections before 教学过程: 教材与学情, 核心素养目标, 教学重难点, 教学准备. */
  readonly before: readonly PlanSeedSection[]
  readonly steps: readonly PlanSeedStep[]
  /** Sections after it: 板书设计, 作业设计, 教学反思. */
  readonly after: readonly PlanSeedSection[]
}

export type PlanSeedSection = {
  readonly title: string
  readonly paragraphs?: readonly string[]
  /** Numbered list. */
  readonly items?: readonly string[]
}

export type PlanSeedStep = {
  readonly title: string
  readonly minutes: number
  readonly lead: string
  readonly assist: string
  readonly student: string
  readonly intent: string
  readonly firstPage: number | null
}
