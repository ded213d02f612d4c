/** What the media server tells us by itself. A hint: reconcile with `MediaServer.participants`. */
export type MediaEvent =
  | {
      readonly type: 'participant_joined' | 'participant_left'
      /** The same event twice has the same id. */
      readonly id: string
      readonly room: string
      readonly userId: string
      readonly deviceId: string
      /** Milliseconds since 1970, whole seconds: LiveKit counts no finer. */
      readonly atMs: number
    }
  | {
      readonly type: 'room_finished'
      readonly id: string
      readonly room: string
      readonly atMs: number
    }
