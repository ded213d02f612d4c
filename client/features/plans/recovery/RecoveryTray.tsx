import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { KEPT_DAYS } from '../../../lib/sync/openTray.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import type { CommentActions } from '../comments/commentActions.ts'
import type { PlanDocs } from '../usePlanDocs.ts'
import { allWords } from './allWords.ts'
import { sayAgain } from './findMessages.ts'
import { isInMovedStep } from './isInMovedStep.ts'
import { bringsStep, putBack } from './putBack.ts'
import styles from './RecoveryTray.module.css'
import { HandledEntry, TrayEntry } from './TrayEntry.tsx'
import { useCopyWords } from './useCopyWords.ts'
import { useDeletions } from './useDeletions.ts'
import type { TrayView } from './useTray.ts'

type RecoveryTrayProps = {
  readonly docs: PlanDocs
  readonly editor: Editor
  readonly view: TrayView
  readonly mayEdit: boolean
  readonly actions: CommentActions | null
}

/** How an entry of either document goes back; null where one may not write there. */
const usePutBack = ({ docs, editor, view, mayEdit, actions }: RecoveryTrayProps) => {
  const putWords = (entry: FoundWords) => {
    const { shows, undo } = putBack(docs.plan.doc, entry)
    findParagraph(editor, shows)?.scrollIntoView({ block: 'center' })
    view.handle(entry, 'placed', undo)
  }
  const putComment = (entry: FoundWords, say: CommentActions) => {
    const takeBack = sayAgain(entry, docs.comments.doc, say)
    if (takeBack) view.handle(entry, 'placed', takeBack)
  }
  return (entry: FoundWords): (() => void) | null => {
    if (entry.place.kind === 'comment') return actions && (() => putComment(entry, actions))
    return mayEdit ? () => putWords(entry) : null
  }
}

/** The paper's element for words that have just been put into it. */
const findParagraph = (editor: Editor, text: string): HTMLElement | null => {
  const first = text.split('\n')[0]
  const lines = [...editor.view.dom.querySelectorAll<HTMLElement>('p')]
  return lines.find((line) => line.textContent === first) ?? null
}

/** So many entries are drawn at once: one refused paste may be thousands of lines. */
const DRAWN = 50

/** Of a plan that is gone the copy keeps it too, and hands it in when one is let in again. */
const mayDiscard = ({ cause }: FoundWords): boolean => cause !== 'NotFound'

const useTrayText = ({ waiting, isAlone }: TrayView, mayEdit: boolean): string => {
  const { t } = useTranslation('plans')
  if (waiting.length === 0) return t('tray.emptyText', { days: KEPT_DAYS })
  if (!isAlone) return t('tray.text', { days: KEPT_DAYS })
  return t(mayEdit ? 'tray.textAlone' : 'tray.textAloneShut')
}

/** 找回 n: quiet beside the badge, and only when something waits or has just been handled. */
export const RecoveryTray = (
  props: RecoveryTrayProps & {
    readonly isOpen: boolean
    readonly onOpen: (isOpen: boolean) => void
  },
) => {
  const { t } = useTranslation('plans')
  const { view, isOpen, onOpen } = props
  const putBackOf = usePutBack(props)
  const deletionOf = useDeletions(view.waiting, isOpen)
  const copyWords = useCopyWords()
  const [drawn, setDrawn] = useState(DRAWN)
  const count = view.waiting.length
  const text = useTrayText(view, props.mayEdit)
  const close = () => {
    onOpen(false)
    view.settle()
  }
  if (count === 0 && !isOpen) return null
  return (
    <>
      <Button kind="quiet" size="s" icon="archive" onClick={() => onOpen(true)}>
        {t('tray.button', { count })}
      </Button>
      <Dialog
        open={isOpen}
        onClose={close}
        size="m"
        title={count > 0 ? t('tray.title', { count }) : t('tray.empty')}
        description={text}
      >
        {count > 1 && (
          <Button size="s" kind="quiet" onClick={() => void copyWords(allWords(view.waiting))}>
            {t('tray.copyAll')}
          </Button>
        )}
        <ul className={styles.list}>
          {view.shown
            .slice(0, drawn)
            .map((shown) =>
              'how' in shown ? (
                <HandledEntry key={shown.entry.id} {...shown} />
              ) : (
                <TrayEntry
                  key={shown.id}
                  entry={shown}
                  deletion={deletionOf(shown)}
                  hasMoved={isInMovedStep(shown, props.docs.plan.doc)}
                  bringsStep={bringsStep(props.docs.plan.doc, shown)}
                  onPutBack={putBackOf(shown)}
                  onDiscard={mayDiscard(shown) ? () => view.handle(shown, 'discarded') : null}
                />
              ),
            )}
        </ul>
        {view.shown.length > drawn && (
          <Button size="s" onClick={() => setDrawn(drawn + DRAWN)}>
            {t('tray.more', { count: view.shown.length - drawn })}
          </Button>
        )}
      </Dialog>
    </>
  )
}
