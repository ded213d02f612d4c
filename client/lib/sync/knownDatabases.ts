const NOTED = 'yanke.databases'

const noted = (): readonly string[] => {
  const names: unknown = JSON.parse(localStorage.getItem(NOTED) ?? '[]')
  return Array.isArray(names) ? names.map(String) : []
}

/**
 * Which databases this browser has. Firefox says so since 2024 only: for those before, each is noted when
 * it is opened. One that is gone may still be named.
 */
export const knownDatabases = {
  names: async (): Promise<readonly string[]> => {
    if (typeof indexedDB === 'undefined') return []
    if (!indexedDB.databases) return noted()
    return (await indexedDB.databases()).map(({ name = '' }) => name)
  },
  /** Before it is opened: what nobody knows of would stay readable. */
  note: (name: string): void => {
    if (typeof indexedDB === 'undefined' || typeof indexedDB.databases === 'function') return
    try {
      localStorage.setItem(NOTED, JSON.stringify([...new Set([...noted(), name])]))
    } catch {
      // Storage that refuses even this.
    }
  },
}
