import { useMemo, useState } from 'react'

/** What was begun and not sent, one per place, kept while the plan is open. */
export type Drafts = {
  of(place: string): string
  set(place: string, text: string): void
}

/** The place of a comment on words that no thread hangs on yet. */
export const NEW_THREAD = 'new'

export const useDrafts = (): Drafts => {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  return useMemo(
    () => ({
      of: (place) => texts[place] ?? '',
      set: (place, text) => setTexts((all) => ({ ...all, [place]: text })),
    }),
    [texts],
  )
}
