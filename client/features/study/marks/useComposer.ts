import { useRef, useState } from 'react'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { MarkId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import type { TimeRange } from '#shared/time.ts'
import type { Marks } from './useMarks.ts'

/** The comment being written: where it stands was fixed by its first keystroke or by C. */
export type Composing = TimeRange & {
  readonly site: Site | null
  readonly replyTo: { readonly markId: MarkId; readonly name: string } | null
}

/** Writing a comment. A refused one comes back with its words. */
export const useComposer = (clock: PlaybackClock, range: TimeRange, create: Marks['create']) => {
  const [place, setPlace] = useState<Composing | null>(null)
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const nowMs = (): number =>
    Math.round(Math.min(Math.max(clock.now(), range.startMs), range.endMs))
  const hold = (): Composing => {
    const atMs = nowMs()
    const here = place ?? { startMs: atMs, endMs: atMs, site: null, replyTo: null }
    if (!place) setPlace(here)
    return here
  }
  return {
    place,
    text,
    field,
    write: (next: string): void => {
      hold()
      setText(next)
    },
    /** C: comment on this moment. */
    begin: (): void => {
      hold()
      field.current?.focus()
    },
    reply: (thread: TimeRange & { markId: MarkId; site: Site | null; name: string }): void => {
      const { startMs, endMs, site, markId, name } = thread
      setPlace({ startMs, endMs, site, replyTo: { markId, name } })
      field.current?.focus()
    },
    /** Makes the moment a clip that ends now. */
    clipToNow: (): void => {
      const here = hold()
      const atMs = nowMs()
      setPlace({
        ...here,
        startMs: Math.min(here.startMs, atMs),
        endMs: Math.max(here.startMs, atMs),
      })
    },
    setSite: (site: Site | null): void => setPlace({ ...hold(), site }),
    cancel: (): void => {
      setPlace(null)
      setText('')
    },
    send: async (): Promise<void> => {
      const words = text.trim()
      if (!words) return
      const { startMs, endMs, site, replyTo } = hold()
      const writing = { startMs, endMs, site, replyTo }
      setText('')
      setPlace(null)
      const draft = { startMs, endMs, site, text: words, replyTo: replyTo?.markId ?? null }
      if (await create(draft)) return
      // Unless something new is being written already, the refused words come back.
      setText((now) => now || words)
      setPlace((now) => now ?? writing)
    },
  }
}
export type Composer = ReturnType<typeof useComposer>
