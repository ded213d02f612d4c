import type { TimeRange } from '#shared/time.ts'

const startOfDay = (atMs: number, addDays: number): number => {
  const day = new Date(atMs)
  day.setHours(0, 0, 0, 0)
  day.setDate(day.getDate() + addDays)
  return day.getTime()
}

/** The day around this moment in the server's time zone: the server stands in the school. */
export const dayOf = (atMs: number): TimeRange => ({
  startMs: startOfDay(atMs, 0),
  endMs: startOfDay(atMs, 1),
})

/** Monday to Sunday around this moment. */
export const weekOf = (atMs: number): TimeRange => {
  const sinceMonday = (new Date(atMs).getDay() + 6) % 7
  return { startMs: startOfDay(atMs, -sinceMonday), endMs: startOfDay(atMs, 7 - sinceMonday) }
}
