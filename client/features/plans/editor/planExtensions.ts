import type { AnyExtension } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { Dropcursor, Gapcursor } from '@tiptap/extensions'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import * as nodes from '#shared/plans/schema.ts'
import { PLAN_BODY, type RowKind } from '#shared/plans/shape.ts'
import type { Torn } from '../recovery/torn.ts'
import { AnyContent } from './AnyContent.ts'
import { AcrossRows } from './acrossRows.ts'
import { Carets } from './carets.ts'
import { EveryText } from './EveryText.ts'
import { FollowOrStop } from './FollowOrStop.ts'
import { Highlights } from './highlights.ts'
import { KeepPlace } from './keepPlace.ts'
import { listBehaviour } from './listBehaviour.ts'
import { markBehaviour } from './markBehaviour.ts'
import { OneText } from './OneText.ts'
import { Placeholders } from './placeholders.ts'
import { PlanPaste } from './planPaste.ts'
import type { RowPeople } from './RowPeople.ts'
import { rowView } from './rowView.ts'
import { SectionTitles } from './sectionTitles.ts'
import { StepKeys } from './stepKeys.ts'
import { StepNumbers } from './stepNumbers.ts'
import { stepView } from './stepView.ts'
import { TableBehaviour } from './tableBehaviour.ts'
import { TwinSteps } from './twinSteps.ts'
import { UndoOwn } from './UndoOwn.ts'
import { UniqueStepIds } from './uniqueStepIds.ts'

export type EditorWords = {
  readonly rows: Readonly<Record<RowKind, string>>
  readonly placeholders: Readonly<Record<RowKind | 'title' | 'stepTitle' | 'heading', string>>
  /** What is said when not everything can be pasted, or dropped. */
  readonly paste: {
    readonly noPictures: string
    readonly noFiles: string
    readonly tooMuch: string
    readonly tooMuchDropped: string
  }
}

export type EditorParts = {
  /** Null: the paper shows what it is given and writes nowhere. */
  readonly shared: {
    readonly doc: Y.Doc
    readonly awareness: Awareness
    /** Others deleted what one was writing in. */
    readonly onTorn?: (torn: Torn) => void
    /** The paper cannot show what the document says, and writes no more. */
    readonly onBehind?: () => void
  } | null
  readonly words: EditorWords
  /** Named beside the rows' labels, on phones. */
  readonly people?: RowPeople
}

const boundTo = ({
  doc,
  awareness,
  onTorn,
  onBehind,
}: NonNullable<EditorParts['shared']>): AnyExtension[] => [
  Collaboration.configure({ document: doc, field: PLAN_BODY }),
  UndoOwn.configure({ awareness }),
  Carets.configure({ awareness }),
  KeepPlace.configure(onTorn ? { doc, onTorn } : { doc }),
  FollowOrStop.configure(onBehind ? { doc, onBehind } : { doc }),
  OneText.configure({ doc }),
  EveryText,
  TwinSteps.configure({ doc }),
  UniqueStepIds,
]

/**
 * The shared schema with the behaviour a browser adds. Nothing here adds a node or a mark: a page
 * and the server must agree on what a plan can hold.
 */
export const planExtensions = (parts: EditorParts): AnyExtension[] => [
  nodes.PlanDoc,
  nodes.PlanWords,
  nodes.Paragraph.extend({ priority: 1000 }),
  nodes.LineBreak,
  nodes.Heading,
  nodes.Table,
  nodes.TableRow,
  nodes.TableCell,
  nodes.TableHeader,
  nodes.LessonStep.extend({ addNodeView: stepView }),
  nodes.StepTitle,
  nodes.StepRow.extend({ addNodeView: rowView(parts.words.rows, parts.people ?? null) }),
  ...listBehaviour,
  ...markBehaviour,
  AnyContent,
  ...(parts.shared ? boundTo(parts.shared) : []),
  Highlights,
  Placeholders.configure({ words: parts.words.placeholders }),
  Dropcursor.configure({ color: 'var(--celadon)', width: 2 }),
  Gapcursor,
  AcrossRows,
  StepKeys,
  TableBehaviour,
  PlanPaste.configure({ words: parts.words.paste }),
  SectionTitles,
  StepNumbers,
]
