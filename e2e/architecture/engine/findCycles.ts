/**
 * Tarjan's strongly connected components: every group of nodes that can all reach one another, as
 * one round trip through each group for a person to read (`a → b → c → a`).
 */
export const findCycles = (graph: ReadonlyMap<string, readonly string[]>): string[][] => {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const cycles: string[][] = []

  const lower = (node: string, to: number | undefined): void => {
    low.set(node, Math.min(low.get(node) ?? Infinity, to ?? Infinity))
  }

  const visit = (node: string): void => {
    index.set(node, index.size)
    lower(node, index.get(node))
    stack.push(node)
    onStack.add(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next)
        lower(node, low.get(next))
      } else if (onStack.has(next)) lower(node, index.get(next))
    }
    if (low.get(node) !== index.get(node)) return
    const group = stack.splice(stack.indexOf(node))
    for (const member of group) onStack.delete(member)
    if (group.length > 1 || graph.get(node)?.includes(node)) cycles.push(roundTrip(graph, group))
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return cycles
}

/** The shortest way from a group's first node back to itself, by breadth. */
const roundTrip = (
  graph: ReadonlyMap<string, readonly string[]>,
  group: readonly string[],
): string[] => {
  const [start = ''] = [...group].sort()
  const inside = new Set(group)
  const paths: string[][] = [[start]]
  const seen = new Set<string>()
  for (const path of paths) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, start]
      if (!inside.has(next) || seen.has(next)) continue
      seen.add(next)
      paths.push([...path, next])
    }
  }
  return [...group]
}
