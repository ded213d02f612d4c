/** What a link measured against our own server is good for, by its uplink in Mbit/s. */
export const VOICE_BELOW = 0.21
export const STANDARD_BELOW = 0.66

export type NetworkFigures = {
  readonly roundTripMs: number
  readonly upMbits: number
  readonly downMbits: number
}
export type NetworkVerdict = 'voice' | 'standard' | 'high'

export const networkVerdict = ({ upMbits, downMbits }: NetworkFigures): NetworkVerdict => {
  // What comes down must carry the other room's picture as well.
  const worst = Math.min(upMbits, downMbits)
  if (worst < VOICE_BELOW) return 'voice'
  return worst < STANDARD_BELOW ? 'standard' : 'high'
}

/** Where the marker stands on a scale of three equal parts, 0…1. */
export const scalePlace = (upMbits: number): number => {
  const third = 1 / 3
  if (upMbits < VOICE_BELOW) return (upMbits / VOICE_BELOW) * third
  if (upMbits < STANDARD_BELOW)
    return third + ((upMbits - VOICE_BELOW) / (STANDARD_BELOW - VOICE_BELOW)) * third
  return Math.min(0.98, 2 * third + ((upMbits - STANDARD_BELOW) / 4) * third)
}
