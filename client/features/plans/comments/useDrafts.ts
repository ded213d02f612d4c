import { useMemo, useState } from 'react'

/**
 * What was begun and not sent, one per place, also other words for a comment that stands; kept in this
 * tab over reloads until it is sent.
 */
export type Drafts = {
  of(place: string): string
  set(place: string, text: string): void
}

/** The place of a comment on words that no thread hangs on yet. */
export const NEW_THREAD = 'new'

type Texts = Readonly<Record<string, string>>

const read = (key: string): Texts => {
  const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
  return Object.fromEntries(
    Object.entries(kept ?? {}).filter(([, text]) => typeof text === 'string' && text !== ''),
  )
}

const write = (key: string, texts: Texts): void => {
  try {
    sessionStorage.setItem(key, JSON.stringify(texts))
  } catch {
    // Full: they live as long as the page.
  }
}

/** `key` names person and document; it begins as all of a person's copies do and ends with them. */
export const useDrafts = (key: string): Drafts => {
  const [texts, setTexts] = useState<Texts>(() => read(key))
  return useMemo(
    () => ({
      of: (place) => texts[place] ?? '',
      set: (place, text) =>
        setTexts((all) => {
          const next = { ...all, [place]: text }
          write(key, next)
          return next
        }),
    }),
    [texts, key],
  )
}
