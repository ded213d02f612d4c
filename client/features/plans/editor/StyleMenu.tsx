import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button.tsx'
import { Menu } from '../../../ui/Menu.tsx'

const levels = [1, 2, 3] as const

/** 正文 or a heading. In a step and in a table there is only 正文. */
export const StyleMenu = ({ editor }: { readonly editor: Editor }) => {
  const { t } = useTranslation('plans')
  const { level, isFree } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      level: levels.find((own) => current.isActive('heading', { level: own })) ?? 0,
      isFree: current.state.selection.$from.depth <= 1,
    }),
  })
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="s" iconAfter="chevronDown">
          {t(`style.${level}`)}
        </Button>
      }
      items={[
        {
          kind: 'action',
          label: t('style.0'),
          checked: level === 0,
          onSelect: () => editor.chain().focus().setNode('paragraph').run(),
        },
        ...levels.map((own) => ({
          kind: 'action' as const,
          label: t(`style.${own}`),
          checked: level === own,
          disabled: !isFree,
          onSelect: () => editor.chain().focus().setNode('heading', { level: own }).run(),
        })),
      ]}
    />
  )
}
