import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { UserId } from '#shared/ids.ts'
import { readPlanOutline } from '#shared/plans/contract.ts'
import { parseDocName } from '#shared/sync/docName.ts'
import { ApiError } from '../../../lib/api/apiError.ts'
import { call } from '../../../lib/api/call.ts'
import { type FoundWords, openTray, type Tray } from '../../../lib/sync/openTray.ts'
import { sendLeftBehind } from './sendLeftBehind.ts'

const NONE: readonly FoundWords[] = []
const quiet = () => () => {}

type All = {
  readonly all: readonly FoundWords[]
  /** Something of them goes with this page. */
  readonly isAlone: boolean
}

/** This person's tray in this browser, with what lies in it of plans that nobody shows. */
const useAll = (userId: UserId, given: Tray | null): All => {
  const [own, setOwn] = useState<Tray | null>(null)
  useEffect(() => {
    // What the server will not have comes into the tray.
    sendLeftBehind(userId).catch(() => undefined)
    if (given) return
    const opened = openTray(userId)
    setOwn(opened)
    return () => {
      opened.close()
      setOwn(null)
    }
  }, [userId, given])
  const tray = given ?? own
  const all = useSyncExternalStore(
    tray?.found.subscribe ?? quiet,
    () => tray?.found.getSnapshot() ?? NONE,
  )
  const isAlone = useSyncExternalStore(
    tray?.isAlone.subscribe ?? quiet,
    () => tray?.isAlone.getSnapshot() ?? false,
  )
  return { all, isAlone }
}

const planOf = ({ docName }: FoundWords): string => parseDocName(docName)?.id ?? ''

/** What this person had not handed in, in this browser, of plans that are gone for them. */
export const useGoneWords = (
  userId: UserId,
  tray: Tray | null,
): { readonly words: readonly FoundWords[]; readonly isAlone: boolean } => {
  const { all, isAlone } = useAll(userId, tray)
  const planIds = useMemo(() => [...new Set(all.map(planOf))].sort(), [all])
  const gone = useQueries({
    queries: planIds.map((planId) => ({
      queryKey: ['plan-is-there', planId],
      queryFn: () => call(readPlanOutline, { params: { planId } }).then(() => true),
    })),
    combine: (asked) =>
      planIds.filter((_, at) => {
        const error = asked[at]?.error
        return error instanceof ApiError && error.is('not-found')
      }),
  })
  return { words: all.filter((entry) => gone.includes(planOf(entry))), isAlone }
}
