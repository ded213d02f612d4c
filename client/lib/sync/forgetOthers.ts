import type { Awareness } from 'y-protocols/awareness'

/** y-protocols keeps the clocks of those who left; after a pause their states would look old. */
export const forgetOthers = ({ meta, clientID }: Awareness): void => {
  for (const clientId of [...meta.keys()]) if (clientId !== clientID) meta.delete(clientId)
}
