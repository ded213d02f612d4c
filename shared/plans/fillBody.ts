import * as Y from 'yjs'
import type { PlanJson } from './outline.ts'
import { planSchema } from './schema.ts'
import { PLAN_BODY } from './shape.ts'

const typeOf = (node: PlanJson): Y.XmlElement | Y.XmlText => {
  if (node.type === 'text') return new Y.XmlText(node.text ?? '')
  const element = new Y.XmlElement(node.type)
  // Typed as strings by Yjs, kept as whatever they are: the editor's binding does the same.
  for (const [name, value] of Object.entries(node.attrs ?? {}))
    if (value !== null) element.setAttribute(name, value as string)
  const isEmptyLine = !node.content?.length && planSchema.nodes[node.type]?.isTextblock
  // Two who write the first letter of a line at once write it into the same text.
  element.insert(0, isEmptyLine ? [new Y.XmlText()] : (node.content ?? []).map(typeOf))
  return element
}

/**
 * Writes a plan's first content into an empty `plan:` document. The server alone does this, and
 * once: content that two make at the same time is there twice. Throws what does not fit the schema.
 */
export const fillBody = (doc: Y.Doc, plan: PlanJson): void => {
  const checked = planSchema.nodeFromJSON(plan)
  checked.check()
  const content = (checked.toJSON() as PlanJson).content ?? []
  doc.getXmlFragment(PLAN_BODY).insert(0, content.map(typeOf))
}
