import { PLAN_BODY } from '#shared/plans/shape.ts'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const isId = (value: unknown): boolean =>
  isObject(value) &&
  [value.client, value.clock].every((count) => Number.isSafeInteger(count) && Number(count) >= 0)

/** A relative position of Yjs as JSON: by an item, by what it is in, or by the plan's root. */
const isPlace = (value: unknown): boolean => {
  if (!isObject(value)) return false
  const { item = null, type = null, tname = null } = value
  const isNamed = [item, type, tname].some((name) => name !== null)
  const isInPlan = tname === null || tname === PLAN_BODY
  return isNamed && isInPlan && [item, type].every((id) => id === null || isId(id))
}

/**
 * Whether a presence says where somebody's caret is. Anybody who may read can say anything there, and
 * what cannot be read would end each change of others on its way to the paper: the paper stays behind,
 * and what is typed next on it takes away what it does not show.
 */
export const hasCaret = (state: unknown): boolean =>
  isObject(state) &&
  isObject(state.cursor) &&
  isPlace(state.cursor.anchor) &&
  isPlace(state.cursor.head)
