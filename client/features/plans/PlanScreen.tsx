import type { Editor } from '@tiptap/core'
import { EditorContent } from '@tiptap/react'
import { type MouseEvent, type ReactNode, type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type * as Y from 'yjs'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Thread } from '#shared/plans/comments.ts'
import { showToast } from '../../ui/toasts.ts'
import { CommentFilter } from './comments/CommentFilter.tsx'
import { CommentMargin } from './comments/CommentMargin.tsx'
import { CommentPins } from './comments/CommentPins.tsx'
import { CommentSheet } from './comments/CommentSheet.tsx'
import type { CommentActions } from './comments/commentActions.ts'
import { useMargin } from './comments/useMargin.ts'
import { goTo } from './editor/goTo.ts'
import { Outline } from './editor/Outline.tsx'
import paper from './editor/Paper.module.css'
import { PhoneBar } from './editor/PhoneBar.tsx'
import { moveStepTo, setMinutes } from './editor/stepEditing.ts'
import { Toolbar } from './editor/Toolbar.tsx'
import { useEditable } from './editor/useEditable.ts'
import { isStepLine, usePlanShape } from './editor/usePlanShape.ts'
import styles from './PlanScreen.module.css'
import { type KnownPerson, knownPeople } from './people.ts'
import { TimeStrip } from './strip/TimeStrip.tsx'
import { useKeptScroll } from './useKeptScroll.ts'
import { NO_MARGIN, PHONE, useMedia } from './useMedia.ts'

type PlanScreenProps = {
  readonly lesson: Lesson
  readonly editor: Editor
  readonly planDoc: Y.Doc
  readonly all: readonly Thread[]
  readonly actions: CommentActions | null
  /** Under which this tab keeps comments that were begun and not sent. */
  readonly draftKey: string
  /** Who else may have written here. */
  readonly others: readonly KnownPerson[]
  /** Save state and faces, at the bar's right end. */
  readonly status: ReactNode
  /** A strip under the bar: offline, out of date, read only. */
  readonly notice: ReactNode
  readonly isWarning: boolean
  /** How far down one reads; outlives the paper. */
  readonly readingAt: RefObject<number>
  /** What stands under the outline. */
  readonly versions: ReactNode
  /** Null where one may not write. */
  readonly onToggleEditing: (() => void) | null
}

/** Left of the paper, as high as the paper's window: the outline, and the versions under it. */
const PlanSide = ({
  lesson,
  editor,
  planDoc,
  versions,
}: Pick<PlanScreenProps, 'lesson' | 'editor' | 'planDoc' | 'versions'>) => {
  const isEditable = useEditable(editor)
  const { lines, activeStepId } = usePlanShape(editor)
  return (
    <div className={styles.side}>
      <Outline
        lines={lines}
        lengthMin={lesson.lengthMin}
        activeStepId={activeStepId}
        onGo={(pos) => goTo(editor, pos)}
        onMove={
          isEditable ? (stepId, target) => void moveStepTo(editor, planDoc, stepId, target) : null
        }
      />
      <div className={styles.versions}>{versions}</div>
    </div>
  )
}

/** The minutes, on top of the paper. */
const PlanStrip = ({ lesson, editor }: Pick<PlanScreenProps, 'lesson' | 'editor'>) => {
  const isPhone = useMedia(PHONE)
  const isEditable = useEditable(editor)
  const { lines, activeStepId } = usePlanShape(editor)
  const steps = lines.filter(isStepLine).map((line) => ({ ...line, stepId: line.key }))
  return (
    <div className={styles.strip}>
      <TimeStrip
        steps={steps}
        lengthMin={lesson.lengthMin}
        activeStepId={activeStepId}
        isPhone={isPhone}
        onMinutes={isEditable ? (changes) => setMinutes(editor, changes) : null}
      />
    </div>
  )
}

/** The paper, and what stands round it: tools, outline, minutes, margin. */
export const PlanScreen = (props: PlanScreenProps) => {
  const { lesson, editor, actions } = props
  const { t } = useTranslation('plans')
  const isPhone = useMedia(PHONE)
  const isNarrow = useMedia(NO_MARGIN)
  const isEditable = useEditable(editor)
  const { hasSelection } = usePlanShape(editor)
  const sheet = useRef<HTMLDivElement>(null)
  useKeptScroll(props.readingAt, sheet)
  const { comments, places, order } = useMargin(props, sheet)
  const people = knownPeople(lesson, props.all, props.others)
  const margin = { editor, comments, places, ...people }
  const begin = () => {
    if (!comments.begin()) showToast(t('comment.selectFirst'))
  }
  const onPress = ({ target }: MouseEvent) => {
    const words = target instanceof Element ? target.closest<HTMLElement>('[data-thread]') : null
    const threadId = words?.dataset.thread
    if (threadId && threadId !== 'draft') comments.pick(threadId)
  }
  return (
    <div className={styles.screen} data-editing={isEditable || undefined}>
      <Toolbar
        editor={editor}
        isEditable={isEditable}
        mayEdit={props.onToggleEditing !== null}
        mayComment={actions !== null}
        isWarning={props.isWarning}
        onComment={actions && !isPhone ? begin : null}
        end={props.status}
      />
      <div className={styles.notice}>{props.notice}</div>
      <div className={styles.work}>
        <PlanSide {...{ lesson, editor, planDoc: props.planDoc, versions: props.versions }} />
        <div className={styles.scroll}>
          <PlanStrip lesson={lesson} editor={editor} />
          {!isPhone && (
            <div className={styles.filter}>
              {isNarrow ? (
                <p className={`${styles.count} num`}>{props.all.length}</p>
              ) : (
                <CommentFilter comments={comments} />
              )}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the keyboard walks threads with Alt+↓ ↑ */}
          <div className={styles.ground} ref={sheet} onClick={onPress}>
            <div className={paper.paper}>
              <EditorContent editor={editor} />
            </div>
          </div>
          {!isPhone && (
            <div className={styles.margin}>
              {isNarrow ? <CommentPins {...margin} /> : <CommentMargin {...margin} />}
            </div>
          )}
        </div>
      </div>
      {isPhone && (
        <PhoneBar
          isEditing={isEditable}
          onToggle={props.onToggleEditing}
          onComment={actions && hasSelection ? begin : null}
        />
      )}
      {isPhone && <CommentSheet comments={comments} hueOf={people.hueOf} order={order} />}
    </div>
  )
}
