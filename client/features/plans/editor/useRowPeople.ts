import { useLayoutEffect, useState } from 'react'
import type { Lesson } from '#shared/lessons/model.ts'
import { RowPeople } from './RowPeople.ts'

/** The lesson's teachers, for the rows of one paper: the same object whoever they are. */
export const useRowPeople = ({ sites }: Lesson): RowPeople => {
  const [people] = useState(() => new RowPeople())
  const teacherOf = (site: 'near' | 'far') =>
    sites.find((one) => one.site === site)?.teacher?.name ?? ''
  const lead = teacherOf('near')
  const assist = teacherOf('far')
  useLayoutEffect(() => people.show({ lead, assist }), [people, lead, assist])
  return people
}
