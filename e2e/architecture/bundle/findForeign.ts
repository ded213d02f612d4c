/** Hosts from which libraries like to fetch fonts, workers, code or addresses behind one’s back. */
const foreign =
  /(\/\/cdn\.|cdn\.(jsdelivr|cloudflare)|unpkg\.com|jsdelivr|esm\.sh|googleapis|gstatic|twilio\.com|\bstuns?:[\w.]+)/gi

/** What a school behind a closed network would wait for in vain, each with the text around it. */
export const findForeign = (text: string): string[] =>
  [...text.matchAll(foreign)].map(({ index }) => text.slice(Math.max(0, index - 40), index + 60))
