import * as Y from 'yjs'
import { packDocCopy } from './packCopy.ts'
import { newSlot, sealBytes } from './sealedCopies.ts'

/** Keeps a document sealed while nobody is signed in: whole, at every change, one writing at a time. */
export const sealedWriter = (
  place: { readonly userId: string; readonly name: string },
  doc: Y.Doc,
  tell: {
    readonly epoch: () => string
    /** What the mark of this page says. */
    readonly mark: () => string
    readonly onStored: (upTo: number) => void
    readonly onNotStored: () => void
  },
) => {
  const slot = newSlot()
  let isOn = false
  let isWriting = false
  let wanted = 0
  let written = 0

  const write = async (): Promise<boolean> => {
    const bytes = packDocCopy(Y.encodeStateAsUpdate(doc), {
      epoch: tell.epoch(),
      mark: tell.mark(),
    })
    return sealBytes({ ...place, slot }, bytes).catch(() => false)
  }
  const run = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    while (isOn && written < wanted) {
      const upTo = wanted
      // No room: the badge says that it is in this page alone, and the next change tries again.
      if (!(await write())) {
        tell.onNotStored()
        break
      }
      written = upTo
      if (isOn) tell.onStored(upTo)
    }
    isWriting = false
  }

  return {
    get isOn(): boolean {
      return isOn
    },
    /** False where nothing can be sealed. `hasUnsent`: something in the document is nowhere else. */
    start: async (hasUnsent: boolean): Promise<boolean> => {
      isOn = !hasUnsent || (await write())
      return isOn
    },
    made: (number: number): void => {
      wanted = number
      void run()
    },
    /** Answers with the number of the last update it was told of, 0 for none. */
    stop: (): number => {
      isOn = false
      return wanted
    },
  }
}
