import * as Y from 'yjs'

const keyOf = ({ client, clock }: Y.ID): string => `${client}.${clock}`

/**
 * A piece and what it was each time before it went and came back, the last of it as it was written: by its
 * own id what has come back is of whoever undid. Told from within an undoing, while every piece has a copy
 * of its own (`shared/sync/matchCopies.ts`).
 */
export const pastsIn = ({ store }: Y.Doc): ((item: Y.Item) => readonly Y.Item[]) => {
  const originals = new Map<string, Y.Item>()
  for (const structs of store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.redone !== null)
        originals.set(keyOf(struct.redone), struct)
  return (item) => {
    const pasts: Y.Item[] = []
    for (let one: Y.Item | undefined = item; one; one = originals.get(keyOf(one.id)))
      pasts.push(one)
    return pasts
  }
}
