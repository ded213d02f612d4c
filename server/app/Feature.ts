import type { TopicOwner } from '#server/platform/feed/feedHub.ts'
import type { Route } from '#server/platform/http/route.ts'
import type { DocOwner } from '#server/platform/sync/ports.ts'

/** What a slice brings to the process. */
export type Feature = {
  readonly routes: readonly Route[]
  readonly docs?: readonly DocOwner[]
  readonly topics?: readonly TopicOwner[]
  /** Begins background work once the process listens. */
  start?(): void
  close?(): Promise<void>
}
