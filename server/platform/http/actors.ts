import type { IncomingMessage } from 'node:http'
import { parseCookie } from 'cookie'
import type { Actor } from '#shared/access/actor.ts'
import type { UserId } from '#shared/ids.ts'

/** A person as they are at this moment, on whatever node they signed in; who is not any more is anybody. */
export const actorAgain = async (
  people: { signedIn(userId: UserId): Promise<Actor | null> },
  actor: Actor,
): Promise<Actor> =>
  actor.kind === 'person' ? ((await people.signedIn(actor.userId)) ?? { kind: 'anyone' }) : actor

/** Who owns which cookie: accounts know people, shares know guests. Null: unknown or ended. */
export type ActorSource = {
  person(token: string): Promise<Actor | null>
  guest(token: string): Promise<Actor | null>
}

/** `__Host-` needs Secure, which plain http on 127.0.0.1 has not. */
export const cookieName = (kind: 'session' | 'guest', secure: boolean): string =>
  secure ? `__Host-yanke-${kind}` : `yanke-${kind}`

export const cookiesOf = (request: IncomingMessage): Readonly<Record<string, string | undefined>> =>
  parseCookie(request.headers.cookie ?? '')

/** A person's session outranks a guest's link in the same browser. */
export const createActors = (
  source: ActorSource,
  isSecure: (request: IncomingMessage) => boolean,
) => ({
  actorOf: async (request: IncomingMessage): Promise<Actor> => {
    const cookies = cookiesOf(request)
    const secure = isSecure(request)
    const session = cookies[cookieName('session', secure)]
    const person = session ? await source.person(session) : null
    if (person) return person
    const guestToken = cookies[cookieName('guest', secure)]
    const guest = guestToken ? await source.guest(guestToken) : null
    return guest ?? { kind: 'anyone' }
  },
})
export type Actors = ReturnType<typeof createActors>
