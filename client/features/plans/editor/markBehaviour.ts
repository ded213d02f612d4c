import { Bold, Strike, Underline } from '#shared/plans/schema.ts'

const keyed = (mark: typeof Bold, key: string) =>
  mark.extend({
    addKeyboardShortcuts() {
      return { [key]: () => this.editor.commands.toggleMark(this.name) }
    },
  })

export const markBehaviour = [
  keyed(Bold, 'Mod-b'),
  keyed(Underline, 'Mod-u'),
  keyed(Strike, 'Mod-Shift-s'),
]
