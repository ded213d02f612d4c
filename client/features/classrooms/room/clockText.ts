/** 6:34 for 394,000 ms; without a sign, whole seconds. `up` rounds a countdown so that 0:00 is the end. */
export const clockText = (ms: number, up = false): string => {
  const whole = Math.abs(ms) / 1000
  const seconds = up ? Math.ceil(whole) : Math.floor(whole)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
