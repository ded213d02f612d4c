import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import type { DocName } from '#shared/sync/docName.ts'
import { isFullDisk } from '../../net/isFullDisk.ts'
import { DocumentsService } from './DocumentsService.ts'
import type {
  Answers,
  DocumentsSettings,
  FromDocuments,
  Question,
  ToDocuments,
} from './documentsProtocol.ts'
import { isFailedSync } from './isFailedSync.ts'
import type { JournalPosition } from './Journal.ts'
import { JournalFollower } from './JournalFollower.ts'
import { CHUNK_BYTES, PendingRows } from './PendingRows.ts'

/** How long a database that refuses to take something (a full disk) is left alone. */
const RETRY_MS = 1000

/**
 * The thread of the documents: it alone opens their database. Questions come first, and between two
 * of them at most one chunk of what waits, so that nobody waits for a long journal.
 */
export class DocumentsThread {
  readonly #port: MessagePort
  readonly #service: DocumentsService
  readonly #pending: PendingRows
  readonly #follower: JournalFollower
  readonly #inbox: ToDocuments[] = []
  #unfinished: readonly DocName[] = []
  #isWorking = false
  /** What waits is put into the database even when it is little. */
  #isDraining = false
  #retry: ReturnType<typeof setTimeout> | null = null

  private constructor(
    port: MessagePort,
    pending: PendingRows,
    service: DocumentsService,
    folder: string,
  ) {
    this.#port = port
    this.#pending = pending
    this.#service = service
    this.#follower = new JournalFollower({
      folder,
      pending,
      warn: (fields, text) => this.#say({ kind: 'trouble', fields, text }),
      onKept: (segment) => this.#say({ kind: 'kept', segment }),
    })
  }

  /** Opens the database, says so, and reads what earlier processes left in the journal. */
  static async start(port: MessagePort, { file, folder, left }: DocumentsSettings): Promise<void> {
    const pending = new PendingRows()
    const service = await DocumentsService.open(file, pending)
    const thread = new DocumentsThread(port, pending, service, folder)
    thread.#say({ kind: 'ready' })
    thread.#follower.replay(left)
    thread.#unfinished = pending.names()
    if (thread.#follower.hasLost) service.mayLackRows(thread.#unfinished)
    thread.#isDraining = true
    // Only now: whoever asks in between is answered from the whole journal.
    port.on('message', (message: ToDocuments) => {
      thread.#inbox.push(message)
      thread.#begin()
    })
    thread.#begin()
  }

  #say(message: FromDocuments, handedOver: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, handedOver)
  }

  #begin(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    void this.#work()
  }

  async #work(): Promise<void> {
    for (;;) {
      // Messages arrive between two turns, and a commit is nothing but microtasks.
      await nextTurn()
      const message = this.#inbox.shift()
      if (message) await this.#receive(message)
      const isDue = this.#isDraining || (this.#pending.oldest?.bytes ?? 0) >= CHUNK_BYTES
      if (isDue && !this.#retry) await this.#drainOne()
      else if (!message) break
    }
    this.#isWorking = false
  }

  async #receive(message: ToDocuments): Promise<void> {
    if ('kind' in message) {
      this.#readOn(message.ends)
      return
    }
    const { id, question } = message
    try {
      if ('ends' in question) this.#follower.follow(question.ends)
      const value = await this.#answer(question)
      this.#say({ kind: 'answer', id, value }, buffersOf(value))
    } catch (error) {
      this.#say({ kind: 'failure', id, error, isFull: isFullDisk(error) })
      if (isFailedSync(error)) this.#say({ kind: 'broken', error })
    }
  }

  /** What could not be read, for want of a descriptor say, is read with what comes next. */
  #readOn(ends: readonly JournalPosition[]): void {
    try {
      this.#follower.follow(ends)
      this.#isDraining = true
    } catch (err) {
      this.#say({ kind: 'trouble', fields: { err }, text: 'the journal could not be read on' })
    }
  }

  async #answer(question: Question): Promise<Answers[keyof Answers]> {
    switch (question.kind) {
      case 'load':
        return this.#service.load(question.name, question.beforeSeq)
      case 'snapshotIn':
        return this.#service.snapshotIn(question.name, question.stretch)
      case 'history':
        return this.#service.history(question.name, question.range)
      case 'create':
        return this.#service.create(question.meta, question.first)
      case 'saveSnapshot':
        // What it was made of is in the log before it.
        await this.#flush()
        await this.#service.saveSnapshot(question.name, question.snapshot)
        return undefined
      case 'flush':
        await this.#flush()
        return undefined
      case 'raiseFence':
        return this.#service.raiseFence()
      case 'lastWritten':
        return this.#service.lastWritten(question)
      case 'unfinished':
        return this.#unfinished
      case 'close':
        await this.#close()
        return undefined
    }
  }

  async #close(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry)
    this.#follower.close()
    await this.#service.close()
  }

  async #flush(): Promise<void> {
    while (await this.#commitOldest());
  }

  async #drainOne(): Promise<void> {
    try {
      if (!(await this.#commitOldest())) this.#isDraining = false
    } catch (error) {
      if (isFailedSync(error)) return this.#say({ kind: 'broken', error })
      // Nothing is lost: it stays in the journal, and here.
      this.#say({
        kind: 'trouble',
        fields: { err: error },
        text: 'documents could not be stored; they stay in the journal',
      })
      this.#retry = setTimeout(() => {
        this.#retry = null
        this.#begin()
      }, RETRY_MS)
    }
  }

  /** False: nothing waits. */
  async #commitOldest(): Promise<boolean> {
    const position = await this.#service.commitOldest()
    if (position) this.#say({ kind: 'committed', position })
    else this.#follower.removeReplayed()
    return position !== null
  }
}

/** What is handed over instead of copied. */
const buffersOf = (value: Answers[keyof Answers]): ArrayBuffer[] => {
  if (value instanceof Uint8Array) return [value.buffer]
  if (typeof value !== 'object' || value === null || !('packed' in value)) return []
  const snapshot = value.snapshot?.bytes.buffer
  return snapshot instanceof ArrayBuffer ? [value.packed.buffer, snapshot] : [value.packed.buffer]
}
