import { createContext, useContext } from 'react'
import type * as Y from 'yjs'

/** The plan's own document, for what is written past the editor (moving a step). */
export const PlanDocContext = createContext<Y.Doc | null>(null)

export const usePlanDoc = (): Y.Doc => {
  const doc = useContext(PlanDocContext)
  if (!doc) throw new Error('a step stands outside a plan')
  return doc
}
