import type { UserId } from '#shared/ids.ts'
import type { ReplayView } from './PlanReplay.ts'

/** What the page says to the thread that replays. */
export type ToReplay =
  | {
      readonly type: 'open'
      /** Of the endpoint that streams the log. */
      readonly url: string
      /** Client ids under which a version was gone back to, and that version's number in the log. */
      readonly restores: readonly (readonly [client: number, seq: number])[]
    }
  | { readonly type: 'view'; readonly index: number; readonly ticket: number }

/** When each update was stored (ms since 1970), by whom, and under which number. */
export type LogPart = {
  readonly atMs: readonly number[]
  readonly by: readonly (UserId | null)[]
  readonly seq: readonly number[]
}

export type FromReplay =
  | ({ readonly type: 'grown' } & LogPart)
  | { readonly type: 'complete' }
  | { readonly type: 'failed' }
  | { readonly type: 'view'; readonly ticket: number; readonly view: ReplayView }
