import { getSchema, Mark, mergeAttributes, Node } from '@tiptap/core'
import type { RowKind } from './shape.ts'

/*
 * No node asks for "at least one" child. Two people who edit at once can leave any node empty, and
 * the Yjs binding deletes a node that breaks its schema, with everything in it.
 */

export const PlanDoc = Node.create({ name: 'doc', topNode: true, content: 'block*' })

export const PlanWords = Node.create({ name: 'text', group: 'inline' })

export const Paragraph = Node.create({
  name: 'paragraph',
  group: 'block rowBlock',
  content: 'inline*',
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
})

export const LineBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
})

/** 1 the lesson's title, 2 a section, 3 within a section. */
export const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  parseHTML: () => [1, 2, 3].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  renderHTML: ({ node, HTMLAttributes }) => [
    `h${Math.min(3, Math.max(1, Number(node.attrs.level) || 2))}`,
    HTMLAttributes,
    0,
  ],
})

export const BulletList = Node.create({
  name: 'bulletList',
  group: 'block rowBlock',
  content: 'listItem*',
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ul', HTMLAttributes, 0],
})

export const OrderedList = Node.create({
  name: 'orderedList',
  group: 'block rowBlock',
  content: 'listItem*',
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
})

export const ListItem = Node.create({
  name: 'listItem',
  content: 'rowBlock*',
  defining: true,
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
})

/** Tiptap asks every extension about every node; a table's role belongs to its own only. */
const roleFor = (name: string, tableRole: string) => (extension: { readonly name: string }) =>
  extension.name === name ? { tableRole } : {}

/** `facts` is the table of label and value under the title; it is styled, not treated, differently. */
export const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow*',
  isolating: true,
  extendNodeSchema: roleFor('table', 'table'),
  addAttributes: () => ({
    role: {
      default: 'plain',
      parseHTML: (element) => element.getAttribute('data-role') ?? 'plain',
      renderHTML: (attributes) => ({ 'data-role': attributes.role }),
    },
  }),
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
})

export const TableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  extendNodeSchema: roleFor('tableRow', 'row'),
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: ({ HTMLAttributes }) => ['tr', HTMLAttributes, 0],
})

/** Cells hold words directly: a cell whose only paragraph somebody deleted could not be typed in. */
const cell = (name: string, tag: 'td' | 'th', tableRole: string) =>
  Node.create({
    name,
    content: 'inline*',
    isolating: true,
    extendNodeSchema: roleFor(name, tableRole),
    addAttributes: () => ({
      colspan: { default: 1 },
      rowspan: { default: 1 },
      colwidth: { default: null, rendered: false },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  })

export const TableCell = cell('tableCell', 'td', 'cell')
export const TableHeader = cell('tableHeader', 'th', 'header_cell')

/** One 环节: its title and its rows, with its minutes and its first slide page beside it. */
export const LessonStep = Node.create({
  name: 'lessonStep',
  group: 'block',
  content: '(stepTitle | stepRow)*',
  isolating: true,
  defining: true,
  addAttributes: () => ({
    stepId: {
      default: null,
      parseHTML: (element) => element.getAttribute('data-step-id'),
      renderHTML: (attributes) => ({ 'data-step-id': attributes.stepId }),
    },
    minutes: {
      default: 5,
      parseHTML: (element) => Number(element.getAttribute('data-minutes')) || 0,
      renderHTML: (attributes) => ({ 'data-minutes': attributes.minutes }),
    },
    firstPage: {
      default: null,
      parseHTML: (element) => Number(element.getAttribute('data-first-page')) || null,
      renderHTML: (attributes) =>
        attributes.firstPage === null ? {} : { 'data-first-page': attributes.firstPage },
    },
  }),
  parseHTML: () => [{ tag: 'section[data-step-id]' }],
  renderHTML: ({ HTMLAttributes }) => ['section', HTMLAttributes, 0],
})

export const StepTitle = Node.create({
  name: 'stepTitle',
  content: 'inline*',
  defining: true,
  parseHTML: () => [{ tag: 'div[data-step-title]', priority: 60 }],
  renderHTML: () => ['div', { 'data-step-title': '' }, 0],
})

/** What one side does in a step, or what it is for. */
export const StepRow = Node.create({
  name: 'stepRow',
  content: 'rowBlock*',
  isolating: true,
  defining: true,
  addAttributes: () => ({
    kind: {
      default: 'lead' satisfies RowKind,
      parseHTML: (element) => element.getAttribute('data-row') ?? 'lead',
      renderHTML: (attributes) => ({ 'data-row': attributes.kind }),
    },
  }),
  parseHTML: () => [{ tag: 'div[data-row]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['div', HTMLAttributes, 0],
})

export const Bold = Mark.create({
  name: 'bold',
  parseHTML: () => [{ tag: 'strong' }, { tag: 'b' }],
  renderHTML: () => ['strong', 0],
})

export const Underline = Mark.create({
  name: 'underline',
  parseHTML: () => [{ tag: 'u' }],
  renderHTML: () => ['u', 0],
})

export const Strike = Mark.create({
  name: 'strike',
  parseHTML: () => [{ tag: 's' }, { tag: 'del' }],
  renderHTML: () => ['s', 0],
})

/** Everything a plan can hold, without views. The editor extends these by name, never adds to them. */
export const planNodes = {
  PlanDoc,
  PlanWords,
  Paragraph,
  LineBreak,
  Heading,
  BulletList,
  OrderedList,
  ListItem,
  Table,
  TableRow,
  TableCell,
  TableHeader,
  LessonStep,
  StepTitle,
  StepRow,
  Bold,
  Underline,
  Strike,
} as const

export const planSchema = getSchema(Object.values(planNodes))
