import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors/appError.ts'
import type {
  Answers,
  DocumentsSettings,
  FromDocuments,
  Question,
  ToDocuments,
} from './documentsProtocol.ts'
import type { JournalPosition } from './Journal.ts'

type Parts = {
  readonly settings: DocumentsSettings
  readonly onCommitted: (position: JournalPosition) => void
  readonly onKept: (segment: number) => void
  readonly onTrouble: (fields: object, text: string) => void
  /** The thread ended or its disk failed: what the journal holds cannot be made good any more. */
  readonly onBroken: (error: unknown) => void
}

type Waiting = {
  readonly resolve: (value: Answers[keyof Answers]) => void
  readonly reject: (error: unknown) => void
}

type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>

/** V8 would take 128 MB for it, however little there is to do. */
const YOUNG_MB = 8

const fullDisk = (cause: unknown): AppError => new AppError('storage-full', { cause })

/** The studio's end of the documents' thread. */
export class DocumentsClient {
  readonly #parts: Parts
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #opened = Promise.withResolvers<void>()
  #lastId = 0
  #isOpen = false
  #isClosing = false

  private constructor(parts: Parts) {
    this.#parts = parts
    this.#worker = new Worker(new URL('./documents.worker.ts', import.meta.url), {
      workerData: parts.settings,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    this.#worker.on('message', (message: FromDocuments) => this.#receive(message))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end(new Error('the documents’ thread has ended')))
  }

  /** Resolves when the database is open; what is left in the journal is read meanwhile. */
  static async start(parts: Parts): Promise<DocumentsClient> {
    const client = new DocumentsClient(parts)
    await client.#opened.promise
    return client
  }

  ask<Kind extends Question['kind']>(question: QuestionOf<Kind>): Promise<Answers[Kind]> {
    this.#lastId += 1
    const id = this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<Answers[Kind]>()
    // The thread answers a question with what its kind promises.
    this.#waiting.set(id, { resolve: (value) => resolve(value as Answers[Kind]), reject })
    this.#post({ id, question })
    return promise
  }

  drain(ends: readonly JournalPosition[]): void {
    this.#post({ kind: 'drain', ends })
  }

  async close(): Promise<void> {
    await this.ask({ kind: 'close' })
    this.#isClosing = true
    await this.#worker.terminate()
  }

  #post(message: ToDocuments): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromDocuments): void {
    const { onCommitted, onKept, onTrouble, onBroken } = this.#parts
    if (message.kind === 'ready') this.#open()
    else if (message.kind === 'committed') onCommitted(message.position)
    else if (message.kind === 'kept') onKept(message.segment)
    else if (message.kind === 'trouble') onTrouble(message.fields, message.text)
    else if (message.kind === 'broken') onBroken(message.error)
    else {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.kind === 'answer') waiting?.resolve(message.value)
      else waiting?.reject(message.isFull ? fullDisk(message.error) : message.error)
    }
  }

  #open(): void {
    this.#isOpen = true
    this.#opened.resolve()
  }

  #end(error: unknown): void {
    this.#opened.reject(error)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
    // Before it was open whoever opens it hears why, and nothing was written that could be lost.
    if (this.#isClosing || !this.#isOpen) return
    this.#isClosing = true
    this.#parts.onBroken(error)
  }
}
