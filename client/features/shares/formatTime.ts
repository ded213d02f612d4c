/** Session ms as `12:34`, hours only when there are any. */
export const formatTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${Math.floor((seconds % 3600) / 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest.padStart(5, '0')}` : rest
}
