import type { Page } from '@playwright/test'

/** From now on: how large each row was, in bytes, that this page has put into the browser's storage. */
export const noteStoredRows = async (page: Page): Promise<() => Promise<readonly number[]>> => {
  const sizes = await page.evaluateHandle(() => {
    const noted: number[] = []
    const add = IDBObjectStore.prototype.add
    IDBObjectStore.prototype.add = function (...row) {
      if (row[0] instanceof Uint8Array) noted.push(row[0].length)
      return add.apply(this, row)
    }
    return noted
  })
  return () => sizes.jsonValue()
}
