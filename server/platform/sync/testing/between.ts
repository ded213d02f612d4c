import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'

/** One letter by a client that has written nothing yet, with these two at its sides. */
export const between = (left: Y.ID | null, right: Y.ID | null, client = 7): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, client, 0]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, 4 | (left ? 0x80 : 0) | (right ? 0x40 : 0))
  for (const id of [left, right])
    if (id) for (const number of [id.client, id.clock]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, 'x')
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}
