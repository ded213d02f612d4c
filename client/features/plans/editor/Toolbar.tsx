import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button.tsx'
import { classes } from '../../../ui/classes.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { StyleMenu } from './StyleMenu.tsx'
import { addStep } from './stepEditing.ts'
import { TableMenu } from './TableMenu.tsx'
import styles from './Toolbar.module.css'

const toolbarState = ({ editor }: { editor: Editor }) => ({
  canUndo: editor.can().undo(),
  canRedo: editor.can().redo(),
  bold: editor.isActive('bold'),
  underline: editor.isActive('underline'),
  bullets: editor.isActive('bulletList'),
  numbers: editor.isActive('orderedList'),
})

const Tools = ({ editor }: { readonly editor: Editor }) => {
  const { t } = useTranslation('plans')
  const is = useEditorState({ editor, selector: toolbarState })
  const run = (act: (chain: ReturnType<Editor['chain']>) => typeof chain) => () =>
    act(editor.chain().focus()).run()
  return (
    <>
      <IconButton
        icon="undo"
        label={t('tool.undo')}
        disabled={!is.canUndo}
        onClick={run((c) => c.undo())}
      />
      <IconButton
        icon="redo"
        label={t('tool.redo')}
        disabled={!is.canRedo}
        onClick={run((c) => c.redo())}
      />
      <span className={styles.line} />
      <StyleMenu editor={editor} />
      <span className={styles.letters}>
        <button
          type="button"
          className={styles.letter}
          aria-pressed={is.bold}
          aria-label={t('tool.bold')}
          title={t('tool.bold')}
          onClick={run((c) => c.toggleMark('bold'))}
        >
          <b>B</b>
        </button>
        <button
          type="button"
          className={styles.letter}
          aria-pressed={is.underline}
          aria-label={t('tool.underline')}
          title={t('tool.underline')}
          onClick={run((c) => c.toggleMark('underline'))}
        >
          <u>U</u>
        </button>
      </span>
      <IconButton
        icon="listBullet"
        label={t('tool.bullets')}
        on={is.bullets}
        onClick={run((c) => c.toggleList('bulletList', 'listItem'))}
      />
      <IconButton
        icon="listNumber"
        label={t('tool.numbers')}
        on={is.numbers}
        onClick={run((c) => c.toggleList('orderedList', 'listItem'))}
      />
      <span className={styles.line} />
      <Button kind="quiet" size="s" icon="step" onClick={() => addStep(editor)}>
        {t('tool.step')}
      </Button>
      <TableMenu editor={editor} />
    </>
  )
}

/** What can be done to the text, left; who is here and whether it is saved, right. */
export const Toolbar = (props: {
  readonly editor: Editor
  readonly isEditable: boolean
  /** Whether one may write here at all; on a phone one may and reads first. */
  readonly mayEdit: boolean
  readonly isWarning: boolean
  readonly mayComment: boolean
  /** Null where the bar is not the place to comment. */
  readonly onComment: (() => void) | null
  readonly end: ReactNode
}) => {
  const { t } = useTranslation('plans')
  const { editor, onComment } = props
  return (
    <div
      className={classes(
        styles.bar,
        props.isWarning && styles.warn,
        props.isEditable && styles.editing,
      )}
      role="toolbar"
      aria-label={t('tool.title')}
    >
      {props.isEditable && <Tools editor={editor} />}
      {!props.mayEdit && (
        <span className={styles.reading}>
          {t(props.mayComment ? 'tool.commentOnly' : 'tool.readOnly')}
        </span>
      )}
      {onComment && (
        <Button
          kind="quiet"
          size="s"
          icon="comment"
          title={t('tool.commentKey')}
          // The selection the comment is about must survive the press.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onComment}
        >
          {t('tool.comment')}
        </Button>
      )}
      <span className={styles.end}>{props.end}</span>
    </div>
  )
}
