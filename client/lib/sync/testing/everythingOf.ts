const read = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Bytes may come from another realm, whose arrays are nobody's `instanceof`. */
const bytesAsText = (_key: string, value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value)
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]'
    ? new TextDecoder().decode(new Uint8Array(value as ArrayBuffer))
    : value
}

/** Every byte this browser holds of somebody's, readable or sealed, as text. */
export const everythingOf = async (userId: string): Promise<string> => {
  let all = ''
  for (const { name } of await indexedDB.databases()) {
    if (!name?.includes(userId) && name !== 'yanke-sealed') continue
    const db = await read(indexedDB.open(name ?? ''))
    for (const store of db.objectStoreNames)
      for (const row of await read(db.transaction([store]).objectStore(store).getAll()))
        all += JSON.stringify({ row }, bytesAsText)
    db.close()
  }
  const drafts = Object.entries(sessionStorage).filter(([name]) => name.includes(userId))
  return all + JSON.stringify(drafts)
}
