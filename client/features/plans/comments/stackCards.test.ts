import { describe, expect, it } from 'vitest'
import { stackCards } from './stackCards.ts'

const cards = [
  { id: 'a', wanted: 10, height: 100 },
  { id: 'b', wanted: 50, height: 40 },
  { id: 'c', wanted: 300, height: 40 },
  { id: 'd', wanted: 310, height: 40 },
]
const tops = (activeId: string | null) => [...stackCards(cards, activeId).values()]

describe('cards in the margin', () => {
  it('stand at their line or are pushed down by the one above, no further', () =>
    expect(tops(null)).toEqual([10, 122, 300, 352]))

  it('keep the active one at its line; those above make room, those far away do not move', () => {
    expect(tops('d')).toEqual([10, 122, 258, 310])
    expect(tops('b')).toEqual([-62, 50, 300, 352])
  })

  it('never overlap, whatever is active', () => {
    for (const active of ['a', 'b', 'c', 'd', 'nobody']) {
      const placed = tops(active)
      for (const [i, top] of placed.slice(1).entries())
        expect(top).toBeGreaterThanOrEqual((placed[i] ?? 0) + (cards[i]?.height ?? 0))
    }
  })
})
