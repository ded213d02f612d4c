export { ActivityLine } from './ActivityLine.tsx'
export { ActivityLog } from './ActivityLog.tsx'
export { clockTime, longDate, planned, shortDate } from './format.ts'
export { Day } from './home/Day.tsx'
export { readinessOf } from './home/readiness.ts'
export { WaitingList } from './home/WaitingList.tsx'
export { Week } from './home/Week.tsx'
export { LessonTitle } from './LessonTitle.tsx'
export { LessonDialog, LessonPeople } from './later.ts'
export {
  homeQuery,
  lessonQuery,
  lessonsQuery,
  useArchive,
  useGroupFeed,
  useLesson,
} from './lessonsApi.ts'
export { LessonsTable } from './list/LessonsTable.tsx'
export { PageProblem } from './PageProblem.tsx'
export { RemoveSample } from './RemoveSample.tsx'
export { RunSheet } from './RunSheet.tsx'
export { SitePair } from './SitePair.tsx'
export { StageSquares } from './StageSquares.tsx'
export { SlidesCard } from './slides/SlidesCard.tsx'
export { useNow } from './useNow.ts'
export { useWhen } from './useWhen.ts'
