import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as Y from 'yjs'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanState } from '#shared/plans/history.ts'
import type { PlanJson } from '#shared/plans/outline.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { present } from '../../../lib/errors/present.ts'
import { Busy } from '../../../ui/Busy.tsx'
import { Button } from '../../../ui/Button.tsx'
import { CompareView } from '../compare/CompareView.tsx'
import type { ReplayView } from '../replay/PlanReplay.ts'
import { PastPaper, type PastPeople } from './PastPaper.tsx'
import styles from './PastScreen.module.css'
import { useMoments } from './usePastWords.ts'

/** What the server made of the log, for as long as the log itself is not here. */
export const useServerView = (state: PlanState | undefined): ReplayView | null =>
  useMemo(() => {
    if (!state) return null
    const doc = new Y.Doc()
    Y.applyUpdate(
      doc,
      Uint8Array.from(atob(state.update), (byte) => byte.charCodeAt(0)),
    )
    const body = yXmlFragmentToProsemirrorJSON(doc.getXmlFragment(PLAN_BODY)) as PlanJson
    return { index: state.seq, body, runs: [], caret: null }
  }, [state])

/** What it said then, or that it is being looked up, or why it cannot be. */
export const PastGround = (props: {
  readonly lesson: Lesson
  readonly view: ReplayView | null
  /** When that was, and what it is called when it is a version. */
  readonly at: string | number | null
  readonly name: string | null
  /** Whose words wear which colour; null: all are black on white. */
  readonly people: PastPeople | null
  /** What it is compared with; null: it stands alone. */
  readonly before: { readonly name: string; readonly view: ReplayView | null } | null
  readonly isFollowing: boolean
  readonly error: unknown
  readonly onRetry: () => void
}) => {
  const { lesson, view, at, name, before, error } = props
  const { t } = useTranslation('history')
  const moment = useMoments()
  if (error && !view)
    return (
      <p className={styles.problem} role="alert">
        {present(error)}
        <Button size="s" onClick={props.onRetry}>
          {t('retry')}
        </Button>
      </p>
    )
  if (!view || (before && !before.view)) return <Busy words={t('opening')} />
  const asOf = at === null ? '' : t('asOf', { when: moment(at) })
  if (before?.view)
    return (
      <CompareView
        before={{ name: before.name, body: before.view.body }}
        after={{ name: name ?? asOf, body: view.body }}
      />
    )
  return (
    <>
      {asOf && (
        <p className={styles.asOf}>
          {name !== null && <strong>{name}</strong>}
          {asOf}
        </p>
      )}
      <PastPaper {...{ lesson, view, people: props.people, isFollowing: props.isFollowing }} />
    </>
  )
}
