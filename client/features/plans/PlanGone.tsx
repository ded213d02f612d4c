import { lazy, Suspense } from 'react'

const GoneWords = lazy(() =>
  import('./recovery/GoneWords.tsx').then((module) => ({ default: module.GoneWords })),
)

/** Where a lesson's page would be that is gone: what its reader had not handed in, if there is any. */
export const PlanGone = () => (
  <Suspense fallback={null}>
    <GoneWords />
  </Suspense>
)
