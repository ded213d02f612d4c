import { lazy, Suspense } from 'react'
import type { Tray } from '../../lib/sync/openTray.ts'

const GoneWords = lazy(() =>
  import('./recovery/GoneWords.tsx').then((module) => ({ default: module.GoneWords })),
)

/**
 * Where a lesson's page would be that is gone: what its reader had not handed in, if there is any. A page
 * that has shown it gives its tray, in which there may be what this browser did not store.
 */
export const PlanGone = ({ tray = null }: { readonly tray?: Tray | null }) => (
  <Suspense fallback={null}>
    <GoneWords tray={tray} />
  </Suspense>
)
