import { describe, expect, it } from 'vitest'
import { type LinkFacts, linkSentence } from '../media/linkSentence.ts'
import { echoVerdict, levelVerdict } from './levelVerdict.ts'
import { networkVerdict, scalePlace } from './networkVerdict.ts'

describe('the verdicts of the checks', () => {
  it.each([
    [0.1, 5, 'voice'],
    [0.42, 1.9, 'standard'],
    [2, 0.3, 'standard'],
    [3, 8, 'high'],
  ] as const)('%d up, %d down: %s', (upMbits, downMbits, verdict) => {
    expect(networkVerdict({ upMbits, downMbits, roundTripMs: 80 })).toBe(verdict)
  })
  it('places the marker in the third its verdict names', () => {
    expect(scalePlace(0.1)).toBeLessThan(1 / 3)
    expect(scalePlace(0.42)).toBeGreaterThan(1 / 3)
    expect(scalePlace(0.42)).toBeLessThan(2 / 3)
    expect(scalePlace(500)).toBeLessThan(1)
  })
  it.each([
    [0, 'silent'],
    [20, 'quiet'],
    [55, 'good'],
    [99, 'loud'],
  ] as const)('a peak of %i is %s', (peak, verdict) => {
    expect(levelVerdict(peak)).toBe(verdict)
  })
  it('hears an echo only where the level rose with the sound', () => {
    expect(echoVerdict([4, 5, 6], [30, 40, 35])).toBe('echo')
    expect(echoVerdict([30, 32], [31, 33])).toBe('none')
    expect(echoVerdict([], [])).toBe('unheard')
  })
})

describe('the sentence under a picture', () => {
  const fine: LinkFacts = {
    media: 'ready',
    isMine: false,
    isOnline: true,
    isHere: true,
    publishes: true,
    connection: 'connected',
    quality: 'good',
    hasVideo: true,
    hasAudio: true,
    videoHeight: 720,
  }
  it.each<[Partial<LinkFacts>, string, number]>([
    [{}, 'link.fine', 6],
    [{ videoHeight: 360 }, 'link.fine', 6],
    [{ videoHeight: 360, quality: 'poor' }, 'link.lowered', 4],
    [{ videoHeight: 180, quality: 'poor' }, 'link.lowered', 3],
    [{ hasAudio: false }, 'link.muted', 6],
    [{ hasVideo: false }, 'link.soundOnly', 2],
    [{ hasVideo: false, hasAudio: false }, 'link.connecting', 1],
    [{ hasVideo: false, hasAudio: false, isMine: true }, 'link.nothing', 1],
    [{ quality: 'lost' }, 'link.lost', 1],
    [{ connection: 'reconnecting' }, 'link.reconnecting', 1],
    [{ connection: 'waiting' }, 'link.reconnecting', 1],
    [{ media: 'building', connection: 'waiting' }, 'link.building', 1],
    [{ isOnline: false, isMine: true }, 'link.reconnecting', 1],
    [{ isOnline: false, hasVideo: false, hasAudio: false }, 'link.reconnecting', 1],
    [{ media: 'absent' }, 'link.absent', 1],
    [{ media: 'down' }, 'link.down', 1],
    [{ publishes: false, hasVideo: false }, 'link.listening', 1],
    [{ isHere: false, media: 'down' }, 'link.nobody', 0],
  ])('%o: %s', (more, key, rungs) => {
    expect(linkSentence({ ...fine, ...more })).toMatchObject({ key, rungs })
  })
})
