/** Message types on a document socket: y-protocols' own and ours. A stock client knows the first four. */
export const messageTypes = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  ack: 100,
  epoch: 101,
} as const

/**
 * `?ack=1` in the URL asks for acknowledgements: the server then sends
 * [100, count] — the number of update messages of this connection that are on the disk so far.
 */
export const ACK_PARAM = 'ack'

/**
 * `?epoch=<epoch>` in the URL says which past of the document the client's copy belongs to; empty
 * when it has none. The server then sends [101, epoch] before anything else, or closes with
 * `OutOfDate` when the copy belongs to another past and must not be merged.
 */
export const EPOCH_PARAM = 'epoch'

/** `?schema=<whole number>` in the URL: the version of the content's schema this client knows. */
export const SCHEMA_PARAM = 'schema'

/** `?device=<id>` in the URL: which of the user's tabs this is. */
export const DEVICE_PARAM = 'device'

/**
 * `?access=read` in the URL asks for reading only, whatever
 * one may do: an older client keeps reading that way.
 */
export const ACCESS_PARAM = 'access'

/**
 * `?user=<id>` in the URL: whose page this is. Whoever has signed in meanwhile in the same browser may
 * be another, and nobody's words go out under another's name: that page is `NotSignedIn`.
 */
export const USER_PARAM = 'user'
