import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { wentWithStep } from './wentWithStep.ts'

/** Whether the step these words fell out of still stands, elsewhere: it went as a whole, and one with its id is there. */
export const isInMovedStep = (entry: FoundWords, doc: Y.Doc): boolean =>
  wentWithStep(entry) &&
  doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .some(
      (child) =>
        child instanceof Y.XmlElement && child.getAttribute('stepId') === entry.place.stepId,
    )
