import * as Y from 'yjs'
import { textblocks } from '#shared/plans/shape.ts'

/** Every line that earlier builds or other programs made without one gets the text all write into. */
export const giveTexts = (parent: Y.XmlFragment): void => {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    if (!textblocks.has(child.nodeName)) giveTexts(child)
    else if (child.length === 0) child.insert(0, [new Y.XmlText()])
  }
}
