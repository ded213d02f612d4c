import type * as Y from 'yjs'

/** What Yjs keeps pending, as updates of its second version. */
export const takeUnplaced = ({ store }: Y.Doc): Uint8Array[] => {
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  return [pendingStructs?.update, pendingDs].filter((update) => update instanceof Uint8Array)
}
