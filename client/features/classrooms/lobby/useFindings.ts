import { useCallback, useEffect, useState } from 'react'
import { type DeviceFindings, deviceFindingsSchema } from '#shared/lessons/model.ts'
import type { DeviceChoice, LocalState } from '../media/useLocalMedia.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { betterLevel, findingsOf, type Heard } from './findings.ts'
import type { LevelVerdict } from './levelVerdict.ts'
import type { NetworkVerdict } from './networkVerdict.ts'

/** A verdict that changes while one speaks is not told the server syllable by syllable. */
const SETTLED_MS = 1500

/** What the rows of the check find, put together, and told for who teaches. */
export const useFindings = (
  choice: DeviceChoice,
  local: LocalState,
  onFound: (found: DeviceFindings) => void,
) => {
  const { me } = useRoom()
  const [latest] = useState({ onFound })
  latest.onFound = onFound
  const [heard, setHeard] = useState<Heard>({ microphone: null, network: null })
  const found = findingsOf(choice, local, heard)
  const text = found && JSON.stringify(found)
  const teaches = me.role !== 'observer'
  // Another microphone is another verdict.
  useEffect(() => {
    void choice.microphone
    setHeard((before) => ({ ...before, microphone: null }))
  }, [choice.microphone])
  useEffect(() => {
    if (!text || !teaches) return
    const found = deviceFindingsSchema.parse(JSON.parse(text))
    const timer = setTimeout(() => latest.onFound(found), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [text, teaches, latest])
  const onMicrophone = useCallback(
    (verdict: LevelVerdict): void =>
      setHeard((before) => {
        const microphone = betterLevel(before.microphone, verdict)
        return microphone === before.microphone ? before : { ...before, microphone }
      }),
    [],
  )
  const onNetwork = useCallback(
    (network: NetworkVerdict | 'failed'): void =>
      setHeard((before) => (before.network === network ? before : { ...before, network })),
    [],
  )
  return { found, onMicrophone, onNetwork }
}
