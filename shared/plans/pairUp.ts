/** Beyond so many comparisons only equal beginnings and ends are paired. */
const MOST_COMPARISONS = 4_000_000

type Pair = readonly [number, number]

const longestCommon = <Item>(
  a: readonly Item[],
  b: readonly Item[],
  same: (x: Item, y: Item) => boolean,
): readonly Pair[] => {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const isSame = same(a[i] as Item, b[j] as Item)
      lengths[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const pairs: Pair[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(a[i] as Item, b[j] as Item)) {
      pairs.push([i, j])
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}

/**
 * Indices of the longest common subsequence: what can stay when `a` becomes `b`. Whoever compares many
 * says with `isWorth` whether there is time for so many comparisons.
 */
export const pairUp = <Item>(
  a: readonly Item[],
  b: readonly Item[],
  same: (x: Item, y: Item) => boolean,
  isWorth: (comparisons: number) => boolean = () => true,
): readonly Pair[] => {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && same(a[start] as Item, b[start] as Item)) start += 1
  let end = 0
  while (end < most - start && same(a[a.length - 1 - end] as Item, b[b.length - 1 - end] as Item))
    end += 1
  const middleA = a.slice(start, a.length - end)
  const middleB = b.slice(start, b.length - end)
  const comparisons = middleA.length * middleB.length
  const isSmall = comparisons <= MOST_COMPARISONS && isWorth(comparisons)
  return [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...(isSmall ? longestCommon(middleA, middleB, same) : []).map(
      ([i, j]): Pair => [i + start, j + start],
    ),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - end + i, b.length - end + i]),
  ]
}
