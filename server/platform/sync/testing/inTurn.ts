import * as encoding from 'lib0/encoding'

/**
 * An update of one client: so many values, gone again, of keys of the map `notes`. Of one key they are
 * joined in a document; of several, written in turn, each stays a piece of its own.
 */
export const inTurn = (count: number, keys: string, client = 7): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const number of [1, count, client, 0]) encoding.writeVarUint(encoder, number)
  for (let i = 0; i < count; i += 1) {
    const key = keys[i]
    encoding.writeUint8(encoder, key ? 0x21 : 0x81)
    if (key) encoding.writeUint8Array(encoder, Buffer.from(`\x01\x05notes\x01${key}`))
    else for (const number of [client, i - keys.length]) encoding.writeVarUint(encoder, number)
    encoding.writeVarUint(encoder, 1)
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}
