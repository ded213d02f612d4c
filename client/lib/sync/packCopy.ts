import { type IDBPDatabase, openDB } from 'idb'
import { CUSTOM, EPOCH, UNSENT } from './copyNames.ts'
import { knownDatabases } from './knownDatabases.ts'
import { openInTime } from './openInTime.ts'

type PackedStore = {
  readonly name: string
  readonly keyPath: string | null
  readonly autoIncrement: boolean
  readonly rows: readonly (readonly [key: IDBValidKey, value: unknown])[]
}
type PackedCopy = { readonly version: number; readonly stores: readonly PackedStore[] }

/** Longer argument lists overflow the stack. */
const CHUNK = 32_768

const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

const BYTES = '$bytes'

const asJson = (_key: string, value: unknown): unknown =>
  ArrayBuffer.isView(value)
    ? { [BYTES]: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    : value

const fromJson = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && BYTES in value
    ? fromBase64(String(value[BYTES]))
    : value

const storeOf = async (db: IDBPDatabase, name: string): Promise<PackedStore> => {
  const { store } = db.transaction(name)
  const { keyPath, autoIncrement } = store
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  return {
    name,
    keyPath: typeof keyPath === 'string' ? keyPath : null,
    autoIncrement,
    rows: keys.map((key, at) => [key, values[at]] as const),
  }
}

/** A whole database of this browser as bytes. */
export const packCopy = async (db: IDBPDatabase): Promise<Uint8Array<ArrayBuffer>> => {
  const stores = await Promise.all([...db.objectStoreNames].map((name) => storeOf(db, name)))
  const packed: PackedCopy = { version: db.version, stores }
  return new TextEncoder().encode(JSON.stringify(packed, asJson))
}

/**
 * A document's copy as it would lie in this browser, with something in it that is nowhere else, of
 * which the mark says more. The epoch, empty when nobody has said it, may stand nowhere but here by
 * then.
 */
export const packDocCopy = (
  state: Uint8Array,
  { epoch, mark }: { readonly epoch: string; readonly mark: string },
): Uint8Array<ArrayBuffer> => {
  const notes: PackedStore['rows'] = [
    [UNSENT, mark],
    ...(epoch === '' ? [] : [[EPOCH, epoch] as const]),
  ]
  const packed: PackedCopy = {
    version: 1,
    stores: [
      { name: 'updates', keyPath: null, autoIncrement: true, rows: [[0, state]] },
      { name: CUSTOM, keyPath: null, autoIncrement: false, rows: notes },
    ],
  }
  return new TextEncoder().encode(JSON.stringify(packed, asJson))
}

const epochIn = ({ rows }: PackedStore): unknown => rows.find(([key]) => key === EPOCH)?.[1]

/** Whether what has come there meanwhile belongs to another past: whoever read both would bring back the old one. */
const isOfAnotherPast = async (
  db: IDBPDatabase,
  stores: PackedCopy['stores'],
): Promise<boolean> => {
  const notes = stores.find(({ name }) => name === CUSTOM)
  const epoch = notes && epochIn(notes)
  const there: unknown = notes && (await db.get(CUSTOM, EPOCH))
  return Boolean(epoch && there) && epoch !== there
}

/** Writes it back under its name, beside what may have come there meanwhile. Throws when that is of another past. */
export const unpackCopy = async (name: string, bytes: Uint8Array): Promise<void> => {
  const { version, stores }: PackedCopy = JSON.parse(new TextDecoder().decode(bytes), fromJson)
  knownDatabases.note(name)
  const db = await openInTime(
    openDB(name, version, {
      upgrade: (made) => {
        for (const { name: store, keyPath, autoIncrement } of stores)
          made.createObjectStore(store, { autoIncrement, ...(keyPath === null ? {} : { keyPath }) })
      },
    }),
  )
  try {
    if (await isOfAnotherPast(db, stores)) throw new Error('of another past')
    for (const { name: store, keyPath, autoIncrement, rows } of stores) {
      const transaction = db.transaction(store, 'readwrite')
      // A put that fails has said so already.
      transaction.done.catch(() => undefined)
      for (const [key, value] of rows)
        await (keyPath !== null || autoIncrement
          ? transaction.store.put(value)
          : transaction.store.put(value, key))
      await transaction.done
    }
  } finally {
    db.close()
  }
}
