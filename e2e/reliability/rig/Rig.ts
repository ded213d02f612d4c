import type { Endpoint } from '#e2e/bench/sync/lib/Conn.ts'
import { RawClient } from './RawClient.ts'

/** Somebody who can be signed in, as far as a server knows about such things. */
export type Person = { readonly userId: string; readonly name: string; readonly cookie: string }

/** The two documents of a lesson. */
export type Documents = {
  readonly lessonId: string
  readonly plan: string
  readonly comments: string
}

/**
 * A running server under attack. Every suite takes one, so that it can be aimed at the studio and at the
 * naive server, where it must go red.
 */
export type Rig = {
  readonly name: 'studio' | 'naive'
  readonly url: string
  readonly dataDir: string
  /** Everybody writes in it. */
  makeDocuments(title: string): Promise<Documents>
  /** Members of the planning group: they write plans and comments. */
  readonly editors: readonly Person[]
  /** Somebody who may only read these. */
  readerOf(documents: Documents): Promise<Person>
  readonly pid: number
  isRunning(): boolean
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

const socketUrl = (rig: Rig, doc: string, query: string): string =>
  `${rig.url.replace('http', 'ws')}/ws/docs/${doc}${query}`

/** Says exactly what a test says. `null` is nobody. */
export const raw = (rig: Rig, doc: string, who: Person | null, query = '?ack=1'): RawClient =>
  new RawClient(socketUrl(rig, doc, query), who ? { cookie: who.cookie } : {})

/** For the bench's clients, which keep a Y.Doc. */
export const endpointOf = (rig: Rig, doc: string, who: Person): Endpoint => ({
  ...{ doc, url: socketUrl(rig, doc, '?ack=1'), headers: { cookie: who.cookie } },
  ...{ protocol: 'yWebsocket', token: '', user: who, wantsAcks: true },
})

/** Person number `index` of those who write, counted round. */
export const editorOf = (rig: Rig, index: number): Person => {
  const person = rig.editors[index % rig.editors.length]
  if (!person) throw new Error('nobody writes here')
  return person
}
