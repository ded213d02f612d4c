import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { useTranslation } from 'react-i18next'
import { rowKinds } from '#shared/plans/shape.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { showToast } from '../../../ui/toasts.ts'
import { usePlanDoc } from './PlanDocContext.ts'
import { addRow, moveStep, removeStep, rowsOf, stepById, stepsOf } from './stepEditing.ts'

/** What can be done with a whole step. Deleting does not ask: it can be taken back. */
export const StepMenu = ({
  editor,
  stepId,
  step,
}: {
  readonly editor: Editor
  readonly stepId: string
  readonly step: Node
}) => {
  const { t } = useTranslation('plans')
  const doc = usePlanDoc()
  const count = stepsOf(editor.state.doc).length
  const index = stepById(editor.state.doc, stepId)?.index ?? 0
  const present = new Set(rowsOf(step).map((row) => row.kind))
  const remove = () => {
    const undo = removeStep(editor, stepId)
    if (undo) showToast(t('step.deleted', { title: titleOf(step) || t('step.untitled') }), { undo })
  }
  const items: readonly MenuItem[] = [
    {
      kind: 'action',
      label: t('step.up'),
      icon: 'chevronUp',
      disabled: index === 0,
      onSelect: () => moveStep(editor, doc, stepId, -1),
    },
    {
      kind: 'action',
      label: t('step.down'),
      icon: 'chevronDown',
      disabled: index === count - 1,
      onSelect: () => moveStep(editor, doc, stepId, 1),
    },
    ...rowKinds
      .filter((kind) => !present.has(kind))
      .map(
        (kind): MenuItem => ({
          kind: 'action',
          label: t('step.addRow', { row: t(`row.${kind}`) }),
          icon: 'plus',
          onSelect: () => addRow(editor, stepId, kind),
        }),
      ),
    { kind: 'line' },
    { kind: 'action', label: t('step.delete'), icon: 'trash', onSelect: remove },
  ]
  return (
    <Menu align="end" items={items} trigger={<IconButton icon="more" label={t('step.menu')} />} />
  )
}

const titleOf = (step: Node): string =>
  step.firstChild?.type.name === 'stepTitle' ? step.firstChild.textContent : ''
