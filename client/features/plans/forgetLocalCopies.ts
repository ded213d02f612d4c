import type { PlanDocs } from './usePlanDocs.ts'

const remove = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    request.onblocked = () => resolve()
  })

/**
 * Drops what this browser keeps of a plan. What the server has refused once it refuses again, so
 * without this a page would never open any more.
 */
export const forgetLocalCopies = async ({ plan, comments }: PlanDocs): Promise<void> => {
  if (typeof indexedDB === 'undefined' || !indexedDB.databases) return
  const names = [plan.name, comments.name]
  plan.dispose()
  comments.dispose()
  const stored = await indexedDB.databases()
  for (const { name } of stored)
    if (name && names.some((own) => name.endsWith(`/${own}`))) await remove(name)
}
