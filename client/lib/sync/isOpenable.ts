const tried = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = indexedDB.open(`${name}?`)
    request.onerror = () => resolve(false)
    request.onsuccess = () => {
      request.result.close()
      indexedDB.deleteDatabase(`${name}?`)
      resolve(true)
    }
  })

/**
 * Private windows, full disks and settings refuse storage, by an error or at once by throwing, and
 * y-indexeddb would leave that unhandled.
 */
export const isOpenable = async (name: string): Promise<boolean> => {
  if (typeof indexedDB === 'undefined') return false
  return tried(name).catch(() => false)
}
