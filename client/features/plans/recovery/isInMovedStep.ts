import * as Y from 'yjs'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'

type Near = { readonly type?: unknown }

/**
 * Whether the step these words fell out of still stands, elsewhere: the step as a whole went (what
 * went hung on the plan itself), and one with its id is there.
 */
export const isInMovedStep = ({ cause, place }: FoundWords, doc: Y.Doc): boolean => {
  if (cause !== 'deleted' || !place.near || !place.stepId) return false
  const { type }: Near = JSON.parse(place.near)
  if (type) return false
  return doc
    .getXmlFragment(PLAN_BODY)
    .toArray()
    .some((child) => child instanceof Y.XmlElement && child.getAttribute('stepId') === place.stepId)
}
