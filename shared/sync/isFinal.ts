/** RFC 6455 "message too big": what the client sent would be sent again at every reconnect. */
export const TOO_BIG = 1009

/** Whether a client does not come back from this close code by itself (DR31). */
export const isFinal = (code: number): boolean => (code >= 4400 && code < 4500) || code === TOO_BIG
