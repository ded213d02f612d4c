/**
 * Why the server ends a document socket, and what our page does next. 4400–4499 are final for
 * y-websocket's provider (it does not reconnect); all others mean "try again later".
 */
export const closeCodes = {
  NotSignedIn: { code: 4401, client: 'sign-in' },
  Forbidden: { code: 4403, client: 'stop' },
  NotFound: { code: 4404, client: 'stop' },
  /** Role, membership, lock, link or account changed: open again to be judged anew. */
  AccessChanged: { code: 4510, client: 'reopen' },
  /** The client sent something it may not; nothing of it was kept. */
  Refused: { code: 4422, client: 'reload' },
  OutOfDate: { code: 4409, client: 'reload' },
  Malformed: { code: 4400, client: 'reload' },
  TooLarge: { code: 4413, client: 'stop' },
  /** Said on the line of news alone: a document's reader who takes nothing would not read it, and is cut off. */
  TooSlow: { code: 4508, client: 'reopen' },
  /** Of one person so many sockets are open that there is no room for another. */
  TooMany: { code: 4509, client: 'reopen' },
  ShuttingDown: { code: 1012, client: 'reopen' },
  CannotSave: { code: 4507, client: 'reopen' },
} as const
export type CloseReason = keyof typeof closeCodes
