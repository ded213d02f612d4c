import { useCallback, useEffect, useState } from 'react'
import { type Leftover, listLeftovers, uploadNow } from '#client/lib/recorder/index.ts'

const LOOK_MS = 3000

/** What waits on this device, looked at every few seconds while shown; null until the first look. */
export const useLeftovers = () => {
  const [leftovers, setLeftovers] = useState<readonly Leftover[] | null>(null)
  const [isSending, setSending] = useState(false)
  const look = useCallback(
    () =>
      listLeftovers().then(setLeftovers, () => {
        // Storage switched off: then nothing was kept here either.
        setLeftovers([])
      }),
    [],
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
    await uploadNow().finally(() => setSending(false))
    await look()
  }
  return { leftovers, isSending, send: () => void send() }
}
