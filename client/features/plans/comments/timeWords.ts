const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()

/** Today the time, this year the day, before that the year too; in the reader's own time zone. */
export const timeWords = (at: string, language: string, now: Date = new Date()): string => {
  const date = new Date(at)
  const words = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, options).format(date)
  if (sameDay(date, now)) return words({ hour: '2-digit', minute: '2-digit', hour12: false })
  const isThisYear = date.getFullYear() === now.getFullYear()
  return words({ month: 'short', day: 'numeric', ...(isThisYear ? {} : { year: 'numeric' }) })
}
