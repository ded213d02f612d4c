/**
 * Where the last thing typed is: 已保存 on the server's disk · 保存中 on its way there, or to this
 * browser's storage · 仅在本机 in this browser's storage · 未保存 nowhere but in this page, which will
 * not store it.
 */
export type SaveState = 'saved' | 'saving' | 'local' | 'unsaved'

/** A message on its way: when the server has `count` of them, local updates up to `upTo` are safe. */
type Sent = { readonly count: number; readonly upTo: number }

/**
 * Counts local updates against what is acknowledged, so that `saved` is never claimed for something
 * that is not. Knows nothing of sockets: it is told.
 */
export class SaveLedger {
  /** Local updates so far; each is called by its number. */
  #made = 0
  /** How many of them came out of the browser's storage. */
  #readBack = 0
  #acknowledged = 0
  #stored = 0
  /** Others' updates so far, and how many of them are in the browser's storage. */
  #heard = 0
  #storedHeard = 0
  /** This browser has storage, and what it was given last it has taken or is still taking. */
  #isStoring = true
  /** The server has been silent about what it was sent for so long that nobody may count on it. */
  #isLate = false
  /** Content of the browser's storage may be on its way in, and whether the server has it is unknown. */
  #isLoading: boolean

  #isConnected = false
  #messages = 0
  #hasSyncStep2 = false
  #sentUpTo = 0
  #underway: Sent[] = []
  /** The server said that it cannot store, and has stored nothing since: sent means little then. */
  #isInTrouble = false

  constructor(options: { readonly isLoading: boolean }) {
    this.#isLoading = options.isLoading
    // Without a copy in this browser there is nothing to load either.
    this.#isStoring = options.isLoading
  }

  get made(): number {
    return this.#made
  }

  get isInTrouble(): boolean {
    return this.#isInTrouble
  }

  get state(): SaveState {
    // Of what is being read the storage has everything; what is typed meanwhile it is given afterwards.
    if (this.#isLoading) return this.isAllStored ? 'local' : 'unsaved'
    if (this.#acknowledged >= this.#made) return 'saved'
    const isSent = this.#isConnected && this.#sentUpTo >= this.#made
    if (isSent && !this.#isInTrouble && !this.#isLate) return 'saving'
    if (this.#isWholeStored) return 'local'
    return this.#isStoring ? 'saving' : 'unsaved'
  }

  /** How far the server has come with what it was sent; null when it owes no answer. */
  get awaited(): number | null {
    return this.#isConnected && this.#sentUpTo > this.#acknowledged ? this.#acknowledged : null
  }

  /** How far this browser's storage has come; null when it is not at work. */
  get storing(): number | null {
    return this.#isStoring && !this.#isWholeStored ? this.#stored + this.#storedHeard : null
  }

  /**
   * With what the server said: one's own words are found again only where what they stand in is, and
   * they may themselves have come back from a server that has not put them on its disk yet.
   */
  get #isWholeStored(): boolean {
    return this.#stored >= this.#made && this.#storedHeard >= this.#heard
  }

  /** Nothing that was made here is missing in the browser's storage. */
  get isAllStored(): boolean {
    return this.#stored >= this.#made
  }

  /** Nothing that was made here goes with the page. */
  get isKept(): boolean {
    return this.isAllStored || this.#acknowledged >= this.#made
  }

  get isLate(): boolean {
    return this.#isLate
  }

  /** What is awaited has not come any further for a while. */
  late(): void {
    this.#isLate = true
  }

  /** The document changed here, or content of unknown standing came out of the browser's storage. */
  localUpdate(): void {
    this.#made += 1
  }

  /** Content came out of the browser's storage, where nothing else is missing. */
  readBack(): void {
    this.#readBack += 1
    this.localUpdate()
    this.storedUpTo(this.#made)
  }

  /** What came out of the browser's storage the server had when it was last spoken to. */
  readBackIsHeld(): void {
    if (this.#readBack === this.#made) this.#acknowledged = this.#made
  }

  /** Content came from the server. Answers its number. */
  heard(): number {
    this.#heard += 1
    return this.#heard
  }

  loaded(): void {
    this.#isLoading = false
  }

  /** All local updates up to `made` are in the browser's storage, and all of others' up to `heard`. */
  storedUpTo(made: number, heard = 0): void {
    this.#stored = Math.max(this.#stored, made)
    this.#storedHeard = Math.max(this.#storedHeard, heard)
    this.#isStoring = true
  }

  /** Whatever was in the browser's storage is not any more, and has to be stored again. */
  lostStorage(): void {
    this.#stored = 0
    this.#storedHeard = 0
  }

  /** The browser has no storage, or no room in it. Until it stores something, that goes on. */
  notStored(): void {
    this.#isStoring = false
  }

  connected(): void {
    this.#isConnected = true
    this.#isLate = false
    this.#messages = 0
    this.#hasSyncStep2 = false
    this.#sentUpTo = 0
    this.#underway = []
  }

  disconnected(): void {
    this.#isConnected = false
    this.#isLate = false
    this.#underway = []
  }

  /** The server could not store what it was sent. Until it acknowledges something, that goes on. */
  refusedToStore(): void {
    this.#isInTrouble = true
  }

  /**
   * An update message goes out on this connection. Only the SyncStep2 says everything the server
   * lacks; before it, a message stands for itself alone and proves nothing about what was typed
   * while the connection was away.
   */
  sent(message: { readonly isSyncStep2: boolean }): void {
    this.#messages += 1
    this.#hasSyncStep2 ||= message.isSyncStep2
    if (!this.#hasSyncStep2) return
    this.#sentUpTo = this.#made
    this.#underway.push({ count: this.#messages, upTo: this.#made })
  }

  /** The server has the first `count` update messages of this connection on its disk. */
  acknowledgedCount(count: number): void {
    if ((this.#underway[0]?.count ?? Number.POSITIVE_INFINITY) <= count) {
      this.#isInTrouble = false
      this.#isLate = false
    }
    for (let first = this.#underway[0]; first && first.count <= count; first = this.#underway[0]) {
      this.#acknowledged = Math.max(this.#acknowledged, first.upTo)
      this.#underway.shift()
    }
  }
}
