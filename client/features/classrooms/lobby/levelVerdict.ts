/** A voice should fall into this band of the meter, 0…100. */
export const TARGET = { from: 38, to: 72 } as const

export type LevelVerdict = 'silent' | 'quiet' | 'good' | 'loud'

/** What the loudest of the last seconds says of a microphone. */
export const levelVerdict = (peak: number): LevelVerdict => {
  if (peak < 6) return 'silent'
  if (peak < TARGET.from) return 'quiet'
  return peak <= TARGET.to + 16 ? 'good' : 'loud'
}

export type EchoVerdict = 'none' | 'echo' | 'unheard'

/**
 * Whether the microphone heard the speaker: its level while the sound played against before. With
 * no microphone open there is nothing to hear with.
 */
export const echoVerdict = (before: readonly number[], during: readonly number[]): EchoVerdict => {
  if (during.length === 0) return 'unheard'
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return mean(during) - mean(before) > 14 ? 'echo' : 'none'
}
