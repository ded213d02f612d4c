import { useRef, useState } from 'react'
import type { Asked } from './PeopleDialogs.tsx'
import { actsId } from './PersonRow.tsx'

/** Whence a question came: a row's menu is gone by the time it is asked, its button is not. */
const openerOf = (asked: Asked): Element | null =>
  'account' in asked
    ? document.getElementById(actsId(asked.account.userId))
    : document.activeElement

/** The open question, and the way back to where it was asked when it closes. */
export const useAsked = () => {
  const [asked, setAsked] = useState<Asked | null>(null)
  const opener = useRef<Element | null>(null)
  return {
    asked,
    ask: (next: Asked): void => {
      opener.current = openerOf(next)
      setAsked(next)
    },
    close: (): void => {
      const from = opener.current
      setAsked(null)
      // Only once the dialog has gone does it let the focus out.
      setTimeout(() => from instanceof HTMLElement && from.isConnected && from.focus())
    },
  }
}
