import * as Y from 'yjs'
import { docOfUpdates } from '#server/platform/sync/docOfUpdates.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import type { HistoryJob, Restoring } from '../history/jobs.ts'
import { makeEqual, saysTheSame } from './makeEqual.ts'

const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(PLAN_BODY)

/** One edit that makes a plan say what another says. Takes what two whole plans take, so it belongs into the thread. */
export const editToRestore = ({
  client,
  ...job
}: Omit<Extract<HistoryJob, { kind: 'restore' }>, 'kind' | 'doc'>): Restoring => {
  const [current, version] = [docOfUpdates([job.current]), docOfUpdates([job.version])]
  try {
    if (saysTheSame(bodyOf(current), bodyOf(version))) return { kind: 'restore', edit: null }
    // Named beforehand, so that the log tells this edit from the person's typing.
    current.clientID = client
    const edits: Uint8Array[] = []
    current.on('update', (update: Uint8Array) => edits.push(update))
    current.transact(() => makeEqual(bodyOf(current), bodyOf(version)))
    return { kind: 'restore', edit: edits.length === 0 ? null : Y.mergeUpdates(edits) }
  } finally {
    current.destroy()
    version.destroy()
  }
}
