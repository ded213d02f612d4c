import * as Y from 'yjs'

/*
 * In Yjs every shared type is a map and a list at once, a key may hold many values of which only the
 * last is read, and a list may hold what it does not count. For guards: what no reader looks at.
 */

/** A map and nothing else, with one value under each of its keys. */
export const isPlainMap = (value: unknown): value is Y.Map<unknown> =>
  value instanceof Y.Map &&
  // A hook is a map too, and its name says whatever it likes.
  value.constructor === Y.Map &&
  value._start === null &&
  [...value._map.values()].every(({ length }) => length === 1)

/** A list and nothing else; what was deleted from it is nothing. */
export const isPlainList = (value: unknown): value is Y.Array<unknown> => {
  if (!(value instanceof Y.Array) || value._map.size > 0) return false
  for (let item = value._start; item !== null; item = item.right)
    if (!item.deleted && !item.countable) return false
  return true
}

/**
 * What an event touched in its type: the map's keys, and null for the list. Unlike `changes.keys` it
 * tells also of what was deleted in the same breath, whose key stays, and of what lost to another.
 */
export const touchedIn = ({
  target,
  transaction,
}: Y.YEvent<Y.AbstractType<unknown>>): readonly (string | null)[] =>
  // Looked up, for one update may touch thousands.
  [...((transaction.changed as Touched).get(target) ?? [])]

/** Yjs puts the list under null, and says of the types only that each has events of its own kind. */
type Touched = ReadonlyMap<Y.AbstractType<unknown>, ReadonlySet<string | null>>

/** Whether there is one value under this key, and not several of which the last is read. */
export const isSingle = (map: Y.Map<unknown>, key: string): boolean =>
  map._map.get(key)?.length === 1
