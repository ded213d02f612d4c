/** The drawing's lesson: 《落花生》 to its 40 minutes. Times in minutes. */
export const LENGTH_MIN = 40
export const NOW_MIN = 18.7

export const stepMinutes = [4, 12, 8, 7, 7, 2] as const
/** The step the cursor stands in. */
export const STEP_NOW = 2

export const turns = [0.4, 2.2, 4.1, 6.8, 9.3, 12.2, 15.1, 16.6, 19.9, 23.8, 26.2, 30.4, 32.9, 35.6]

/** Stretches in which the far room speaks. */
export const farTalk = [
  [1.2, 2.4],
  [11.2, 12.9],
  [18.2, 20.2],
  [27.5, 28.8],
  [33.4, 35.2],
] as const

/** Same picture every time: a hash of the place instead of chance, 0…1. */
const noise = (index: number): number => {
  const mixed = Math.imul(index + 1, 0x9e37_79b1)
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b) >>> 8) / 0x100_0000
}

const TICKS = 144
const isFar = (minute: number): boolean =>
  farTalk.some(([from, to]) => minute >= from && minute <= to) || (minute > 24.4 && minute < 30)

/** Heights 0…1 of `TICKS` bars of one room's loudness. */
export const loudness = (site: 'near' | 'far'): readonly number[] =>
  Array.from({ length: TICKS }, (_, i) => {
    const minute = (i / TICKS) * LENGTH_MIN
    const speaks = isFar(minute) === (site === 'far')
    const amount = noise(i * (site === 'near' ? 3 : 5))
    return speaks ? 0.3 + amount * 0.7 : 0.06 + amount * 0.1
  })

/** T or S for every half minute. */
export const codes: readonly ('T' | 'S')[] = Array.from({ length: LENGTH_MIN * 2 }, (_, i) => {
  const minute = i / 2
  const pupils = isFar(minute) && noise(i * 5) > 0.15
  return pupils || noise(i * 11) > 0.72 ? 'S' : 'T'
})
