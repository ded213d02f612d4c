import { NodeViewContent, type NodeViewProps, NodeViewWrapper } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { clampMinutes } from '#shared/plans/minutes.ts'
import { MinutesField } from './MinutesField.tsx'
import styles from './Paper.module.css'
import { StepMenu } from './StepMenu.tsx'
import { useEditable } from './useEditable.ts'

/** One 环节: its minutes in the gutter, which are the field, and its title and rows. */
export const StepView = ({ node, editor, updateAttributes }: NodeViewProps) => {
  const { t } = useTranslation('plans')
  const isEditable = useEditable(editor)
  const title = node.firstChild?.type.name === 'stepTitle' ? node.firstChild.textContent : ''
  const stepId = String(node.attrs.stepId)
  return (
    <NodeViewWrapper as="section" className={styles.step} aria-label={title}>
      <div className={styles.gutter} contentEditable={false}>
        <MinutesField
          minutes={clampMinutes(Number(node.attrs.minutes))}
          label={t('step.minutesOf', { title: title || t('step.untitled') })}
          isEditable={isEditable}
          onMinutes={(minutes) => updateAttributes({ minutes })}
        />
      </div>
      <NodeViewContent className={styles.stepBody} />
      {isEditable && (
        <div className={styles.stepMenu} contentEditable={false}>
          <StepMenu editor={editor} stepId={stepId} step={node} />
        </div>
      )}
    </NodeViewWrapper>
  )
}
