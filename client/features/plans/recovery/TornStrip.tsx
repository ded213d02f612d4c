import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import { useMe } from '../../../lib/session/useSession.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { Button } from '../../../ui/Button.tsx'
import { useEditable } from '../editor/useEditable.ts'
import { Strip } from '../PlanNotice.tsx'
import type { PlanDocs } from '../usePlanDocs.ts'
import { goneItemOf } from './goneItemOf.ts'
import { bringsStep, putBack } from './putBack.ts'
import type { Torn } from './torn.ts'
import { type KnownDeletion, useDeletionsOf } from './useDeletions.ts'
import type { Restored } from './useRestored.ts'
import type { TrayView } from './useTray.ts'
import { writeOn } from './writeOn.ts'

const useTornWords = ({ kind }: Torn, deletion: KnownDeletion | null): string => {
  const { t } = useTranslation('plans')
  const me = useMe()
  if (!deletion) return t(`torn.${kind}`)
  const { by, restore } = deletion
  const who = by?.name ?? t('tray.somebody')
  if (restore) return t('torn.restored', { who })
  const isOwn = by !== null && by.userId === me?.userId
  return isOwn ? t(`torn.${kind}ByMe`) : t(`torn.${kind}By`, { who })
}

type TornProps = {
  readonly docs: PlanDocs
  readonly editor: Editor
  readonly view: TrayView
  readonly lesson: Lesson
  readonly torn: Torn | null
  readonly onTornSeen: () => void
  /** Shows the tray: the way to one's words where nothing can be written just now. */
  readonly onTray: () => void
  /** That somebody went back to another version, until one has seen it. */
  readonly restored: Restored
  readonly onPast: (shown: { readonly kind: 'version'; readonly versionId: string }) => void
}

/** Follows the paper: a colleague may have put the step back already. */
const useBringsStep = (editor: Editor, docs: PlanDocs, entry: FoundWords | undefined): boolean =>
  useEditorState({ editor, selector: () => (entry ? bringsStep(docs.plan.doc, entry) : false) })

type ToldProps = TornProps & { readonly torn: Torn; readonly onDone: () => void }

/** Others deleted what one was writing in: who did, and one's own words with a way back. */
const ToldTorn = ({ docs, editor, view, lesson, torn, onTray, onDone }: ToldProps) => {
  const { t } = useTranslation('plans')
  const isEditable = useEditable(editor)
  const items = useMemo(() => [torn.item], [torn.item])
  const what = useTornWords(torn, useDeletionsOf(lesson.planId, items)(torn.item))
  const entry = view.waiting.find((one) => goneItemOf(one) === torn.item)
  const isStep = useBringsStep(editor, docs, entry)
  const place = (found: FoundWords) => {
    const { undo } = putBack(docs.plan.doc, found)
    view.handle(found, 'placed', undo)
    // Taken back an hour later it would take others' later words along; the editor's undo does not.
    view.settle()
    writeOn(editor, torn, found.place.stepId ?? null)
    onDone()
  }
  return (
    <Strip
      text={entry ? t('twoSentences', { first: what, second: t('torn.inTray') }) : what}
      actions={
        <>
          {entry && isEditable && (
            <Button size="s" onClick={() => place(entry)}>
              {t(isStep ? 'torn.putStepBack' : 'torn.putBack')}
            </Button>
          )}
          {entry && !isEditable && (
            <Button size="s" onClick={onTray}>
              {t('changed.openTray')}
            </Button>
          )}
          <Button size="s" kind="quiet" onClick={onDone}>
            {t('changed.seen')}
          </Button>
        </>
      }
    />
  )
}

const ToldRestored = (props: {
  readonly version: PlanVersion
  readonly onPast: TornProps['onPast']
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('plans')
  const { version, onPast, onDone } = props
  const who = version.author?.name ?? t('tray.somebody')
  const label = version.restored?.label
  return (
    <Strip
      text={label ? t('restored.to', { who, label }) : t('restored.back', { who })}
      actions={
        <>
          <Button
            size="s"
            onClick={() => onPast({ kind: 'version', versionId: version.versionId })}
          >
            {t('restored.show')}
          </Button>
          <Button size="s" kind="quiet" onClick={onDone}>
            {t('changed.seen')}
          </Button>
        </>
      }
    />
  )
}

/** What others did to the plan that one may not overlook, one after the other: said until one has seen it. */
export const TornStrip = (props: TornProps) => {
  const { torn, restored, onPast } = props
  if (torn) return <ToldTorn key={torn.item} {...props} torn={torn} onDone={props.onTornSeen} />
  const { version, onSeen } = restored
  return version && <ToldRestored version={version} onPast={onPast} onDone={onSeen} />
}
