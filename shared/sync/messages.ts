/** Message types on a document socket: y-protocols' own and ours. A stock client knows the first four. */
export const messageTypes = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, ack: 100 } as const

/**
 * `?ack=1` in the URL asks for acknowledgements: the server then sends
 * [100, count] — the number of update messages of this connection that are on the disk so far.
 */
export const ACK_PARAM = 'ack'
