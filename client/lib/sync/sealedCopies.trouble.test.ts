import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, expect, test, vi } from 'vitest'
import { sealCopies, unsealCopies } from './sealedCopies.ts'
import { inSealedStore } from './sealedStore.ts'
import { everythingOf } from './testing/everythingOf.ts'

const CANARY = '金丝雀canary'
const askKey = async (): Promise<string> => btoa('k'.repeat(32))
const newUser = (): string => `trouble-${Math.random()}`

afterEach(() => {
  vi.restoreAllMocks()
  sessionStorage.clear()
})

/** A document's copy; `unsent`: the server has not all of it. */
const copyOf = async (userId: string, docName: string, state: 'unsent' | 'spare') => {
  const name = `yanke/${userId}/${docName}`
  const db = await openDB(name, 1, {
    upgrade: (made) => {
      made.createObjectStore('updates', { autoIncrement: true })
      made.createObjectStore('custom')
    },
  })
  await db.add('updates', new TextEncoder().encode(`${CANARY} ${docName}`))
  if (state === 'unsent') await db.put('custom', 1, 'unsent')
  db.close()
  return name
}

const namesOf = async (userId: string) =>
  (await indexedDB.databases())
    .flatMap(({ name = '' }) =>
      name.includes(userId) ? [name.slice(name.lastIndexOf('/') + 1)] : [],
    )
    .sort()

/** No room for what is to be sealed under such a name. */
const noRoomFor = (isSo: (name: string) => boolean) => {
  const { put } = IDBObjectStore.prototype
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    if (this.name === 'copies' && isSo(String(key)))
      throw new DOMException('no room', 'QuotaExceededError')
    return put.call(this, value, key)
  })
}

test('[DR36] a copy that there is no room to seal hides none of the others', async () => {
  const userId = newUser()
  await copyOf(userId, 'plan:a', 'unsent')
  await copyOf(userId, 'plan:b', 'spare')
  await copyOf(userId, 'plan:c', 'unsent')
  const full = noRoomFor((name) => name.includes('plan:a'))
  await sealCopies(userId, askKey)
  // Readable beats lost; everything else is deleted or sealed.
  expect(await namesOf(userId)).toEqual(['plan:a'])
  full.mockRestore()
  await sealCopies(userId, askKey)
  expect(await namesOf(userId)).toEqual([])
  await unsealCopies(userId, askKey)
  expect(await namesOf(userId)).toEqual(['plan:a', 'plan:c'])
})

test('[DR36] what the server has goes before anything is sealed, and makes room for it', async () => {
  const userId = newUser()
  await copyOf(userId, 'plan:a', 'unsent')
  const spare = await copyOf(userId, 'plan:b', 'spare')
  const done: string[] = []
  noRoomFor((name) => {
    if (name.includes(userId)) done.push('sealed')
    return false
  })
  const remove = indexedDB.deleteDatabase.bind(indexedDB)
  vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation((name) => {
    if (name === spare) done.push('deleted')
    return remove(name)
  })
  await sealCopies(userId, askKey)
  expect(done).toEqual(['deleted', 'sealed'])
})

test('[DR36] a sealed copy that does not open hides none of the others, and is tried again', async () => {
  const userId = newUser()
  for (const docName of ['plan:a', 'plan:b', 'plan:c']) await copyOf(userId, docName, 'unsent')
  await sealCopies(userId, askKey)
  const damage = (name: string | undefined) =>
    inSealedStore(async (store) => {
      const copy = await store.get('copies', name ?? '')
      if (!copy) throw new Error('nothing sealed')
      await store.put('copies', { ...copy, data: copy.data.slice(1) }, name)
      return copy
    })
  const keys = await inSealedStore((store) => store.getAllKeys('copies'))
  const first = keys.find((key) => key.startsWith(`yanke/${userId}/`))
  const whole = await damage(first)
  await unsealCopies(userId, askKey)
  expect(await namesOf(userId)).toEqual(['plan:b', 'plan:c'])
  await inSealedStore((store) => store.put('copies', whole, first))
  await unsealCopies(userId, askKey)
  expect(await namesOf(userId)).toEqual(['plan:a', 'plan:b', 'plan:c'])
  expect(await everythingOf(userId)).toContain(`${CANARY} plan:a`)
})

test('[DR36] a comment that was begun and cannot be sealed stays in its tab', async () => {
  const userId = newUser()
  const draft = `yanke/${userId}/drafts/plan0001`
  sessionStorage.setItem(draft, CANARY)
  const full = noRoomFor((name) => name.includes('drafts'))
  await sealCopies(userId, askKey)
  expect(sessionStorage.getItem(draft)).toBe(CANARY)
  full.mockRestore()
  await sealCopies(userId, askKey)
  expect(sessionStorage.getItem(draft)).toBeNull()
  await unsealCopies(userId, askKey)
  expect(sessionStorage.getItem(draft)).toBe(CANARY)
})

test('[DR36] two tabs that seal at once leave nothing half made', async () => {
  const userId = newUser()
  await copyOf(userId, 'plan:a', 'spare')
  const list = indexedDB.databases.bind(indexedDB)
  const before = await list()
  await sealCopies(userId, askKey)
  // The other tab listed the databases before this one had removed them.
  vi.spyOn(IDBFactory.prototype, 'databases').mockResolvedValue(before)
  const opened = vi.fn()
  const open = indexedDB.open.bind(indexedDB)
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation((name, version) => {
    const request = open(name, version)
    if (name.includes(userId)) request.addEventListener('success', opened)
    return request
  })
  await sealCopies(userId, askKey)
  expect(opened).not.toHaveBeenCalled()
})
