/** Under which a lesson is kept as it was read last; without an id, all of them. */
export const lessonKey = (lessonId?: string): readonly string[] =>
  lessonId === undefined ? ['lesson'] : ['lesson', lessonId]
