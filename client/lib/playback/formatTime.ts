const two = (value: number): string => String(value).padStart(2, '0')

/** Session time as people say it: `2:05`, `1:02:05`, `-0:03` before 上课. Whole seconds, cut off. */
export const formatTime = (ms: number): string => {
  const total = Math.floor(Math.abs(ms) / 1000)
  const sign = ms < 0 && total > 0 ? '-' : ''
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  return `${sign}${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(total % 60)}`
}

/** To the tenth of a second: `13:42.6`. */
export const formatTenths = (ms: number): string =>
  `${formatTime(ms)}.${Math.floor(Math.abs(ms) / 100) % 10}`
