import type { Page } from '@playwright/test'

/** Every string and byte in every storage of this page's origin, as text. */
export const browserStorage = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const text = (_key: string, value: unknown) =>
      value instanceof Uint8Array || value instanceof ArrayBuffer
        ? new TextDecoder().decode(value)
        : value
    let all =
      JSON.stringify(Object.values(localStorage)) + JSON.stringify(Object.values(sessionStorage))
    for (const { name } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name ?? ''))
      for (const store of db.objectStoreNames)
        all += JSON.stringify(
          (await done(db.transaction(store).objectStore(store).getAll())).map((row) =>
            JSON.stringify({ row }, text),
          ),
        )
      db.close()
    }
    return all
  })
