import * as Y from 'yjs'
import { type Person, type Rig, raw } from './Rig.ts'

/** What a document is to somebody who opens it now: its content, its writers, what waits in it. */
export const stateOf = async (rig: Rig, doc: string, who: Person) => {
  const reader = raw(rig, doc, who)
  if (!(await reader.ask())) throw new Error(`${doc} was closed with ${reader.code}`)
  const found = reader.document()
  reader.leave()
  const { pendingStructs, pendingDs } = found.store
  return {
    doc: found,
    bytes: Y.encodeStateAsUpdate(found).length,
    clients: found.store.clients.size,
    hasPending: pendingStructs !== null || pendingDs !== null,
    /** Equal exactly when nothing was added and nothing deleted. */
    print: Buffer.from(Y.encodeSnapshotV2(Y.snapshot(found))).toString('base64'),
  }
}
