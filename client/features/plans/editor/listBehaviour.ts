import { wrappingInputRule } from '@tiptap/core'
import { BulletList, ListItem, OrderedList } from '#shared/plans/schema.ts'

/** The shared lists with their keys and with "- " and "1. " at a line's start. */
export const listBehaviour = [
  BulletList.extend({
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*[-•]\s$/, type: this.type })]
    },
  }),
  OrderedList.extend({
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*\d{1,2}[.．、]\s$/, type: this.type })]
    },
  }),
  ListItem.extend({
    // Before the keys of a step: Enter in a list is the list's.
    priority: 200,
    addKeyboardShortcuts() {
      const { name } = this
      return {
        Enter: () => this.editor.commands.splitListItem(name),
        Tab: () => this.editor.commands.sinkListItem(name),
        'Shift-Tab': () => this.editor.commands.liftListItem(name),
        Backspace: () => {
          const { $from, empty } = this.editor.state.selection
          const isAtStart = empty && $from.parentOffset === 0
          const isFirst = $from.depth > 1 && $from.index($from.depth - 1) === 0
          return isAtStart && isFirst && this.editor.commands.liftListItem(name)
        },
      }
    },
  }),
]
