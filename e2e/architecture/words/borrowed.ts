/** Sentences of the English catalogue that keep Chinese characters, and why. */
export const borrowed: readonly { readonly key: string; readonly because: string }[] = [
  { key: 'app:mark', because: 'the mark of the product, a drawing rather than a word' },
  { key: 'app:me.language', because: 'a language is named in itself' },
]

/** What a Chinese teacher reads in Latin letters: names, formats, units, terms of S–T analysis. */
export const understoodEverywhere: ReadonlySet<string> = new Set([
  ...['Yanke', 'English', 'LiveKit'],
  ...['PDF', 'CSV', 'QR', 'HTTPS', 'MB', 'kB', 'Mbit', 'min', 'ms'],
  ...['Rt', 'Rs', 'Ch', 'FIAS'],
])
