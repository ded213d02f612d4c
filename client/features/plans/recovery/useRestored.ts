import { useState } from 'react'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import { useMe } from '../../../lib/session/useSession.ts'
import { useVersions } from '../versions/versionsApi.ts'

/** The last time somebody else went back to another version while the page stood; null when nobody did. */
export const useRestored = (lesson: Lesson): PlanVersion | null => {
  const { data } = useVersions(lesson)
  const me = useMe()
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null)
  const kept = data?.versions.filter(({ kind }) => kind === 'beforeRestore')
  if (kept && !known) setKnown(new Set(kept.map(({ versionId }) => versionId)))
  const last = kept?.filter(({ versionId }) => known?.has(versionId) === false).at(-1)
  return last && last.author?.userId !== me?.userId ? last : null
}
