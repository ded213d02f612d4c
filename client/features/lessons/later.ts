import { lazy } from 'react'

/** What brings menus and dialogs comes when it is asked for: the day must be there at once. */
export const LessonDialog = lazy(() =>
  import('./form/LessonDialog.tsx').then((m) => ({ default: m.LessonDialog })),
)
export const LessonPeople = lazy(() =>
  import('./LessonPeople.tsx').then((m) => ({ default: m.LessonPeople })),
)
export const RemoveSampleDialog = lazy(() =>
  import('./RemoveSampleDialog.tsx').then((m) => ({ default: m.RemoveSampleDialog })),
)
