import type { Lesson, Site } from '#shared/lessons/model.ts'

/** 城关 for 城关小学: what people say on the spot; whole names stay where there is room. */
export const shortSchool = (school: string): string => {
  const short = school.replace(/(中心)?(小学|中学|学校|初中|高中|教学点)$/, '')
  return short.length >= 2 ? short : school
}

export const schoolAt = (lesson: Pick<Lesson, 'sites'>, site: Site): string =>
  lesson.sites.find((one) => one.site === site)?.school ?? ''
