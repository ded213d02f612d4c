import * as Y from 'yjs'
import { docOfUpdates } from '#server/platform/sync/docOfUpdates.ts'
import { countPastClock } from '#shared/plans/countPastClock.ts'
import { PLAN_BODY, PLAN_RETURNS } from '#shared/plans/shape.ts'
import type { HistoryJob, Restoring } from '../history/jobs.ts'
import { giveTexts } from './giveTexts.ts'
import { makeEqual, saysTheSame } from './makeEqual.ts'

const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(PLAN_BODY)

/** The greatest clock of a step in these; -1 where none is. */
const uppermostStep = (bodies: readonly Y.XmlFragment[]): number =>
  bodies
    .flatMap((body) => body.toArray())
    .filter((child) => child instanceof Y.XmlElement && child.nodeName === 'lessonStep')
    .reduce((most, { _item }) => Math.max(most, _item?.id.clock ?? -1), -1)

/**
 * Whoever has the plan open undoes nothing any more that was before. It is written also because deletions
 * alone are under nobody's client id: whoever goes back at the same time would not know of them.
 */
const noteReturn = (doc: Y.Doc): void => {
  doc.getMap(PLAN_RETURNS).set('last', doc.clientID)
}

/**
 * One edit that makes a plan say what another says. Takes
 * what two whole plans take, so it belongs into the thread.
 */
export const editToRestore = ({
  client,
  ...job
}: Omit<Extract<HistoryJob, { kind: 'restore' }>, 'kind' | 'doc'>): Restoring => {
  const [current, version] = [docOfUpdates([job.current]), docOfUpdates([job.version])]
  try {
    if (saysTheSame(bodyOf(current), bodyOf(version))) return { kind: 'restore', edit: null }
    // Named beforehand, so that the log tells this edit from the person's typing.
    current.clientID = client
    const [basedOn, edits] = [Y.encodeStateVector(current), [] as Uint8Array[]]
    current.on('update', (update: Uint8Array) => edits.push(update))
    // What is empty there is so by its text: a line that has one keeps it, with what others type meanwhile.
    giveTexts(bodyOf(version))
    current.transact((transaction) => {
      // A step that is moved or brought back is a copy, and copies are above what they are made from (DR34).
      countPastClock(uppermostStep([bodyOf(current), bodyOf(version)]), transaction)
      makeEqual(bodyOf(current), bodyOf(version))
      giveTexts(bodyOf(current))
      noteReturn(current)
    })
    const edit = edits.length === 0 ? null : { update: Y.mergeUpdates(edits), basedOn }
    return { kind: 'restore', edit }
  } finally {
    current.destroy()
    version.destroy()
  }
}
