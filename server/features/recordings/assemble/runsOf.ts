/** Splits numbered things where a number is missing: 0 1 2 · 4 5 gives two runs. */
export const runsOf = <T extends { readonly number: number }>(
  things: readonly T[],
): readonly (readonly T[])[] => {
  const runs: T[][] = []
  for (const thing of [...things].sort((a, b) => a.number - b.number)) {
    const last = runs[runs.length - 1]
    const before = last?.[last.length - 1]
    if (last && before && thing.number === before.number + 1) last.push(thing)
    else runs.push([thing])
  }
  return runs
}
