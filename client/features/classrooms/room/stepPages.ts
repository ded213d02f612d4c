import type { ClassroomState } from '#shared/classrooms/model.ts'

/** 5–7 or 5: the pages from a step's first to the one before the next step's; null without any. */
export const stepPages = (
  state: Pick<ClassroomState, 'steps' | 'slides'>,
  index: number,
): string | null => {
  const first = state.steps[index]?.firstPage
  if (!first || !state.slides) return null
  const next = state.steps.slice(index + 1).find(({ firstPage }) => firstPage !== null)?.firstPage
  const last = Math.max(first, next ? next - 1 : state.slides.pages)
  return first === last ? String(first) : `${first}–${last}`
}
