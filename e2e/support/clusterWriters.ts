import type { ClusterStage, Person } from './clusterStage.ts'
import type { Studio } from './startStudio.ts'
import { type StockWriter, stockWriter } from './stockWriter.ts'
import { until } from './until.ts'

/** A lease of 8 s and a back-off of 2.5 s; the rest is for a machine that does other things as well. */
const BACK_MS = 30_000

/** Stock clients in the plans of a studio of several nodes, and what is asked of them. */
export const clusterWriters = (stage: () => ClusterStage) => {
  const writers = new Set<StockWriter>()

  const join = (node: Studio, planId: string, mark: string, who: Person = stage().lead) => {
    const made = stockWriter({
      ...{ origin: node.url, name: `plan:${planId}`, cookie: who.cookie, mark },
    })
    writers.add(made)
    return made
  }

  const enter = async (
    ...[node, planId, mark, who]: Parameters<typeof join>
  ): Promise<StockWriter> => {
    const made = join(node, planId, mark, who)
    await until(`${mark} is in`, () => made.provider.synced)
    return made
  }

  /** What was said to be saved and does not stand in the text a newcomer sees. */
  const lostOf = async (node: Studio, planId: string, some: readonly StockWriter[]) => {
    const newcomer = await enter(node, planId, 'check')
    const words = new Set(newcomer.text().match(/(?<=>)[^<>]+(?=<)/g))
    newcomer.leave()
    return some.flatMap(({ saved }) => [...saved].filter((word) => !words.has(word)))
  }

  return {
    join,
    enter,
    lostOf,
    sameText: (some: readonly StockWriter[]) =>
      until(
        'everybody has the same text',
        () => new Set(some.map(({ text }) => text())).size === 1,
      ),
    /** Everybody writes a word every `everyMs`, until `isOver`. */
    typing: async (
      some: readonly StockWriter[],
      isOver: () => boolean,
      everyMs = 10,
    ): Promise<void> => {
      while (!isOver()) {
        for (const writer of some) writer.write()
        await new Promise((resolve) => setTimeout(resolve, everyMs))
      }
    },
    /** Everybody has written once more, and has heard that it is safe. Answers after how long, in ms. */
    allSavedAgain: async (some: readonly StockWriter[]): Promise<number> => {
      for (const writer of some) writer.write()
      return until(
        'everybody’s last word is saved',
        () => some.every(({ saved, written }) => saved.has(written.at(-1) ?? '')),
        BACK_MS,
      )
    },
    leaveAll: (): void => {
      for (const writer of writers) writer.leave()
      writers.clear()
    },
  }
}
