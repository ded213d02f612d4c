/** On Saturday and Sunday the week that matters is the one to come. `atMs` and the answer: ms since 1970. */
export const weekShownMs = (atMs: number): number => {
  const day = new Date(atMs)
  const weekday = day.getDay()
  if (weekday === 6) day.setDate(day.getDate() + 2)
  if (weekday === 0) day.setDate(day.getDate() + 1)
  return day.getTime()
}
