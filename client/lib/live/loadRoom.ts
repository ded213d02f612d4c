export type RoomModule = typeof import('./joinRoom.ts')

/**
 * LiveKit's client weighs as much as the rest of a classroom and is not needed before the room is
 * joined: it comes while the lobby is read.
 */
export const loadRoom = (): Promise<RoomModule> => import('./joinRoom.ts')
