/**
 * What the English catalogue keeps in Chinese characters, and why. A key that ends with a dot stands
 * for its whole group.
 */
export const borrowed: readonly { readonly key: string; readonly because: string }[] = [
  { key: 'app:mark', because: 'the mark of the product, a drawing rather than a word' },
  { key: 'accounts:language.zh', because: 'a language is named in itself' },
  { key: 'accounts:clock.lesson', because: 'the sample lesson’s own title, as its data has it' },
  {
    key: 'lessons:form.titleExample',
    because: 'an example of how a lesson of this school is named',
  },
  { key: 'accounts:sample.', because: 'names and titles of the sample, which is a Chinese lesson' },
]

export const isBorrowed = (full: string): boolean =>
  borrowed.some(({ key }) => (key.endsWith('.') ? full.startsWith(key) : full === key))

/** What a Chinese teacher reads in Latin letters: names, formats, units, keys, terms of S–T analysis. */
export const understoodEverywhere: ReadonlySet<string> = new Set([
  ...['Yanke', 'English', 'LiveKit'],
  ...['PDF', 'CSV', 'QR', 'HTTPS', 'MB', 'kB', 'Mbit', 'min', 'ms'],
  ...['Enter', 'Esc', 'PgDn', 'PgUp'],
  ...['Rt', 'Rs', 'Ch', 'FIAS'],
])
