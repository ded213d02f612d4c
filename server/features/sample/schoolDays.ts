const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** China keeps one time, eight hours ahead of UTC, without summer time. */
const OFFSET = 8 * HOUR

const isSchoolDay = (dayStart: number): boolean => {
  const weekday = new Date(dayStart + OFFSET).getUTCDay()
  return weekday >= 1 && weekday <= 5
}

const dayStart = (ms: number): number => Math.floor((ms + OFFSET) / DAY) * DAY - OFFSET

/** 10:20 on the first school day on which it is at least half an hour ahead. */
export const nextLessonMs = (nowMs: number): number => {
  let day = dayStart(nowMs)
  while (!isSchoolDay(day) || day + 10 * HOUR + 20 * MINUTE < nowMs + 30 * MINUTE) day += DAY
  return day + 10 * HOUR + 20 * MINUTE
}

/** 14:10 on the last school day that lies at least three days back. */
export const taughtLessonMs = (nowMs: number): number => {
  let day = dayStart(nowMs - 3 * DAY)
  while (!isSchoolDay(day) || day + 14 * HOUR + 10 * MINUTE > nowMs - 3 * DAY) day -= DAY
  return day + 14 * HOUR + 10 * MINUTE
}
