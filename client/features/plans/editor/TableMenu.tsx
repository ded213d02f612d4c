import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, type MenuItem } from '../../../ui/Menu.tsx'
import { tableVerbs } from './tableVerbs.ts'

const names = Object.keys(tableVerbs) as (keyof typeof tableVerbs)[]

const emptyRow = (type: 'tableHeader' | 'tableCell') => ({
  type: 'tableRow',
  content: [{ type }, { type }, { type }],
})

/** Outside a table this makes one of three by three; inside it opens what can be done to rows and columns. */
export const TableMenu = ({ editor }: { readonly editor: Editor }) => {
  const { t } = useTranslation('plans')
  const { isInTable, isFree } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      isInTable: current.isActive('table'),
      isFree: current.state.selection.$from.depth <= 1,
    }),
  })
  const insert = () =>
    editor
      .chain()
      .focus()
      .insertContent({
        type: 'table',
        content: [emptyRow('tableHeader'), emptyRow('tableCell'), emptyRow('tableCell')],
      })
      .run()
  if (!isInTable)
    return <IconButton icon="table" label={t('tool.table')} disabled={!isFree} onClick={insert} />
  const items = names.map(
    (name): MenuItem => ({
      kind: 'action',
      label: t(`table.${name}`),
      onSelect: () => {
        tableVerbs[name](editor.view)
        editor.view.focus()
      },
    }),
  )
  return <Menu trigger={<IconButton icon="table" label={t('tool.tableMenu')} on />} items={items} />
}
