import { lazy } from 'react'

/** Tables, menus and dialogs of administration have no place in the first load of the sign-in page. */
export const PeopleView = lazy(() =>
  import('./people/PeopleView.tsx').then((m) => ({ default: m.PeopleView })),
)
