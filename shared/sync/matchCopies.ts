import * as Y from 'yjs'

type Original = Y.Item & { readonly redone: Y.ID }

const isOriginal = (struct: Y.Item | Y.GC): struct is Original =>
  struct instanceof Y.Item && struct.redone !== null

const originalsIn = ({ clients }: Y.Doc['store']): Original[] => {
  const found: Original[] = []
  for (const structs of clients.values())
    for (const struct of structs) if (isOriginal(struct)) found.push(struct)
  return found
}

/** Wherever what came back of this has been parted since, this is too: each of its parts knows its own. */
const partLike = (transaction: Y.Transaction, { id, length, redone }: Original): void => {
  const { store } = transaction.doc
  for (let done = 0; done < length; ) {
    const copy = Y.getItem(store, Y.createID(redone.client, redone.clock + done))
    done = copy.id.clock + copy.length - redone.clock
    if (done < length) Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + done))
  }
}

/** Its copy is an item of its own, or several. */
const cutOutCopy = (transaction: Y.Transaction, { length, redone }: Original): void => {
  const last = Y.createID(redone.client, redone.clock + length - 1)
  Y.getItemCleanStart(transaction, redone)
  Y.getItemCleanEnd(transaction, transaction.doc.store, last)
}

/**
 * Of each piece that came back by undoing Yjs knows where its copy begins, and takes what it finds there
 * for all of it. But copies grow together, also those of one's own words and of others' beside them, and
 * are parted by whoever writes in them: then too much goes, or too little, or letters come back before
 * others they stood behind. So while something is undone every piece has one copy, as long as itself; Yjs
 * joins them again when that is done.
 */
export const matchCopies = (transaction: Y.Transaction): void => {
  const { store } = transaction.doc
  let originals: Original[] = []
  // A copy may have gone and come back itself: where it is cut, its own copy is to be cut as well.
  for (let known = -1; known < originals.length; ) {
    known = originals.length
    originals = originalsIn(store)
    for (const original of originals) cutOutCopy(transaction, original)
  }
  // And the other way round, from the last that was made.
  originals.sort((a, b) => b.redone.clock - a.redone.clock)
  for (const original of originals) partLike(transaction, original)
}
