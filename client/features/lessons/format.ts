const DAY_MS = 86_400_000

const format = (at: string | number, language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, options).format(new Date(at))

/** 10:20 */
export const clockTime = (at: string | number, language: string): string =>
  format(at, language, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).replace(
    /^0(?=\d:)/,
    '',
  )

/** 9月9日 · Sep 9 */
export const shortDate = (at: string | number, language: string): string =>
  format(at, language, { month: language === 'en' ? 'short' : 'long', day: 'numeric' })

/** 9月9日星期三 · Wednesday, September 9 */
export const longDate = (at: string | number, language: string): string =>
  format(at, language, { month: 'long', day: 'numeric', weekday: 'long' })

/** 9月9日星期三 10:20 */
export const longMoment = (at: string | number, language: string): string =>
  `${longDate(at, language)} ${clockTime(at, language)}`

/** 周三 · Wed */
export const weekday = (at: string | number, language: string): string =>
  format(at, language, { weekday: 'short' })

export const startOfDay = (at: string | number): number => new Date(at).setHours(0, 0, 0, 0)

/** Whole calendar days from `from` to `to`: 0 today, 1 tomorrow, -1 yesterday. */
export const daysBetween = (from: string | number, to: string | number): number =>
  Math.round((startOfDay(to) - startOfDay(from)) / DAY_MS)

/** The seven midnights of the week around `at`, Monday first. */
export const weekDays = (at: number): readonly number[] => {
  const monday = new Date(startOfDay(at))
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7))
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(monday)
    day.setDate(day.getDate() + index)
    return day.getTime()
  })
}

/** 3.1 MB */
export const megabytes = (bytes: number): string => {
  const amount = bytes / 1_048_576
  return `${amount < 10 ? Math.max(0.1, amount).toFixed(1) : Math.round(amount)} MB`
}

export const planned = (steps: readonly { readonly minutes: number }[]): number =>
  steps.reduce((sum, step) => sum + step.minutes, 0)
