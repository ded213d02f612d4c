import type { FoundWords } from '../../../lib/sync/openTray.ts'

type Near = { readonly item?: { readonly client: number; readonly clock: number } }

/** The Yjs name of what was deleted round these words, `client.clock`; null when nothing was. */
export const goneItemOf = ({ cause, place }: FoundWords): string | null => {
  if (cause !== 'deleted' || !place.near) return null
  const { item }: Near = JSON.parse(place.near)
  return item ? `${item.client}.${item.clock}` : null
}
