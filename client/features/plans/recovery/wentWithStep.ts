import type { FoundWords } from '../../../lib/sync/openTray.ts'

type Near = { readonly type?: unknown }

/** Whether these words went with their whole step: what was deleted round them hung on the plan itself. */
export const wentWithStep = ({ cause, place }: FoundWords): boolean => {
  if (cause !== 'deleted' || !place.near || !place.stepId) return false
  const { type }: Near = JSON.parse(place.near)
  return !type
}
