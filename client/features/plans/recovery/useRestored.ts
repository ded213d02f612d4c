import { useState } from 'react'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import { useMe } from '../../../lib/session/useSession.ts'
import { useVersions } from '../versions/versionsApi.ts'

/** Somebody else's going back to another version, with what stood before; null when nobody's is to be told. */
export type Restored = { readonly version: PlanVersion | null; readonly onSeen: () => void }

/** The last time somebody else did so while the page stood, until one has seen it. */
export const useRestored = (lesson: Pick<Lesson, 'lessonId' | 'planId'>): Restored => {
  const { data } = useVersions(lesson)
  const me = useMe()
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null)
  const [seenId, setSeenId] = useState<string | null>(null)
  const kept = data?.versions.filter(({ kind }) => kind === 'beforeRestore')
  if (kept && !known) setKnown(new Set(kept.map(({ versionId }) => versionId)))
  const last = kept?.filter(({ versionId }) => known?.has(versionId) === false).at(-1)
  const isTold = last !== undefined && last.author?.userId !== me?.userId
  const version = isTold && last.versionId !== seenId ? last : null
  return { version, onSeen: () => setSeenId(version?.versionId ?? seenId) }
}
