export type CardBox = { readonly id: string; readonly wanted: number; readonly height: number }

/** Between two cards. */
const GAP = 12

const down = (cards: readonly CardBox[], from: number): readonly number[] => {
  let free = from
  return cards.map(({ wanted, height }) => {
    const top = Math.max(wanted, free)
    free = top + height + GAP
    return top
  })
}

const up = (cards: readonly CardBox[], to: number): readonly number[] => {
  let free = to
  return cards
    .slice()
    .reverse()
    .map(({ wanted, height }) => {
      const top = Math.min(wanted, free - height)
      free = top - GAP
      return top
    })
    .reverse()
}

/**
 * Puts cards beside their lines, in the order of these: each at its line or pushed down by the one
 * above. The active card stays at its line, and those above make room for it upwards.
 */
export const stackCards = (
  cards: readonly CardBox[],
  activeId: string | null,
): ReadonlyMap<string, number> => {
  const ordered = cards.slice().sort((a, b) => a.wanted - b.wanted)
  const plain = down(ordered, 0)
  const at = ordered.findIndex((card) => card.id === activeId)
  const active = ordered[at]
  if (!active || plain[at] === active.wanted)
    return new Map(ordered.map((card, i) => [card.id, plain[i] ?? 0]))
  // Cards above whose stack ends before the active one stay where they were.
  const above = up(
    ordered.slice(0, at).map((card, i) => ({ ...card, wanted: plain[i] ?? 0 })),
    active.wanted - GAP,
  )
  const below = down(ordered.slice(at + 1), active.wanted + active.height + GAP)
  const tops = [...above, active.wanted, ...below]
  return new Map(ordered.map((card, i) => [card.id, tops[i] ?? 0]))
}
