import { useCallback, useEffect, useState } from 'react'
import type { Leftover } from '#client/lib/recorder/index.ts'

const LOOK_MS = 3000

/** The recorder's own store; brought by the page, so that only a page that shows it loads it. */
export type DeviceStore = {
  readonly list: () => Promise<readonly Leftover[]>
  readonly sendNow: () => Promise<void>
}

/** What waits on this device, looked at every few seconds while shown; null until the first look. */
export const useLeftovers = ({ list, sendNow }: DeviceStore) => {
  const [leftovers, setLeftovers] = useState<readonly Leftover[] | null>(null)
  const [isSending, setSending] = useState(false)
  const look = useCallback(
    () =>
      list().then(setLeftovers, () => {
        // Storage switched off: then nothing was kept here either.
        setLeftovers([])
      }),
    [list],
  )
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let isOver = false
    const again = async (): Promise<void> => {
      await look()
      if (!isOver) timer = setTimeout(again, LOOK_MS)
    }
    void again()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [look])
  const send = async (): Promise<void> => {
    setSending(true)
    await sendNow().finally(() => setSending(false))
    await look()
  }
  return { leftovers, isSending, send: () => void send() }
}
