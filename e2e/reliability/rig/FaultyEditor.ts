import * as Y from 'yjs'
import { FullClient } from '#e2e/bench/sync/lib/FullClient.ts'
import { PLAN_BODY } from '#shared/plans/shape.ts'
import { steadyUndo } from '#shared/sync/steadyUndo.ts'
import { endpointOf, type Person, type Rig } from './Rig.ts'

/** How often each of these befalls an update, of all that are sent. */
const REORDERED = 0.03
const DOUBLED = 0.03
const CUT = 0.01

/** What the network does to what an editor sends and hears. */
class FaultyLine extends FullClient {
  readonly #random: () => number
  /** Sent after its successor. */
  #held: Uint8Array | null = null
  #isHealed = false

  constructor(
    endpoint: ConstructorParameters<typeof FullClient>[0],
    { doc, random }: { readonly doc: Y.Doc; readonly random: () => number },
  ) {
    super(endpoint, { doc })
    this.#random = random
  }

  /** From now on everything goes as it is given. */
  heal(): void {
    this.#isHealed = true
    this.#sendHeld()
  }

  #sendHeld(): void {
    const held = this.#held
    this.#held = null
    if (held) super.sendUpdate(held)
  }

  override sendUpdate(update: Uint8Array): void {
    const dice = this.#isHealed ? 1 : this.#random()
    if (dice < REORDERED && !this.#held) {
      this.#held = update
      return
    }
    super.sendUpdate(update)
    this.#sendHeld()
    const rest = dice - REORDERED
    if (rest > 0 && rest < DOUBLED) super.sendUpdate(update)
    // The line breaks, with whatever was under way.
    if (rest > DOUBLED && rest < DOUBLED + CUT) this.terminate()
  }

  protected override onUpdate(payload: Uint8Array): void {
    super.onUpdate(payload)
    if (this.#random() < 0.05) super.onUpdate(payload)
  }
}

/** The close code of a line that broke. */
const BROKEN = 1006

const words = ['备课', '上课', '研课', '归档', '花', '生', 'a', ' ']

/** A person at a page: one document, one undo stack, and a line that breaks and comes back. */
export class FaultyEditor {
  readonly doc = new Y.Doc()
  readonly #rig: Rig
  readonly #name: string
  readonly #who: Person
  readonly #random: () => number
  readonly #undo: Y.UndoManager
  /** Codes with which the server, and not the line, ended a connection. */
  readonly refusals: number[] = []
  #line: FaultyLine | null = null

  constructor(
    rig: Rig,
    { name, who, random }: { name: string; who: Person; random: () => number },
  ) {
    this.#rig = rig
    this.#name = name
    this.#who = who
    this.#random = random
    this.#undo = steadyUndo(new Y.UndoManager(this.#body, { captureTimeout: 0 }))
  }

  get #body(): Y.XmlFragment {
    return this.doc.getXmlFragment(PLAN_BODY)
  }

  get isConnected(): boolean {
    return this.#line?.state === 'open'
  }

  /** Everything of this connection is acknowledged, and nothing waits for what is missing. */
  get isSettled(): boolean {
    const { pendingStructs, pendingDs } = this.doc.store
    const line = this.#line
    const isAcked = line?.state === 'open' && line.updatesAcked === line.updatesSent
    return isAcked && pendingStructs === null && pendingDs === null
  }

  /** For a run that does not settle: what it waits for. */
  describe(): string {
    const { pendingStructs, pendingDs } = this.doc.store
    const line = this.#line
    const acked = `${line?.updatesAcked} of ${line?.updatesSent} acknowledged`
    return `${this.#who.name}: ${line?.state}, ${acked}, pending ${pendingStructs !== null} ${pendingDs !== null}, ${this.words().length} letters`
  }

  words(): string {
    return this.#line?.words() ?? ''
  }

  async connect(): Promise<void> {
    this.#line?.leave()
    const options = { doc: this.doc, random: this.#random }
    this.#line = new FaultyLine(endpointOf(this.#rig, this.#name, this.#who), options)
    void this.#line.closed.then((code) => {
      if (code !== BROKEN) this.refusals.push(code)
    })
    // The line may break while it is being made; then it is made again later.
    await this.#line.connect().catch(() => undefined)
  }

  disconnect(): void {
    this.#line?.terminate()
  }

  /** From now on the line holds; a break that was on its way may still come, so it is asked again. */
  async heal(): Promise<void> {
    if (!this.isConnected) await this.connect()
    this.#line?.heal()
  }

  destroy(): void {
    this.#undo.destroy()
    this.#line?.destroy()
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#random() * items.length)]
  }

  /** One thing people do in a rich text. */
  edit(): void {
    const paragraphs = this.#body.toArray().filter((node) => node instanceof Y.XmlElement)
    const paragraph = this.#pick(paragraphs)
    const text = paragraph?.toArray().find((node) => node instanceof Y.XmlText)
    const dice = this.#random()
    if (!paragraph || !text || dice < 0.05) this.#addParagraph()
    else if (dice < 0.55) text.insert(this.#at(text), this.#pick(words) ?? '')
    else if (dice < 0.7) this.#erase(text)
    else if (dice < 0.8) this.#format(text)
    else if (dice < 0.85) paragraph.setAttribute('level', String(Math.floor(dice * 100)))
    else if (dice < 0.88) this.#body.delete(this.#body.toArray().indexOf(paragraph), 1)
    else if (dice < 0.96) this.#undo.undo()
    else this.#undo.redo()
  }

  #at(text: Y.XmlText): number {
    return Math.floor(this.#random() * text.length)
  }

  #erase(text: Y.XmlText): void {
    const from = this.#at(text)
    const length = Math.min(2, text.length - from)
    if (length > 0) text.delete(from, length)
  }

  #format(text: Y.XmlText): void {
    const from = this.#at(text)
    const length = Math.min(3, text.length - from)
    if (length > 0) text.format(from, length, { bold: this.#random() < 0.5 ? {} : null })
  }

  #addParagraph(): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText()])
    this.#body.insert(Math.floor(this.#random() * (this.#body.length + 1)), [paragraph])
  }
}
