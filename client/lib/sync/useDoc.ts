import { useEffect, useState } from 'react'
import { type OpenDoc, type OpenDocOptions, openDoc } from './openDoc.ts'

type DocOptions = Pick<OpenDocOptions, 'name' | 'offline' | 'userId' | 'deviceId'> & {
  /** With another number it is opened anew, and what was open before gives way at once. */
  readonly opening?: number
}

/**
 * Opens a document for as long as the component shows it. Null until then, and for a moment after
 * `name` changed: never another document than the one that was asked for.
 */
export const useDoc = ({
  name,
  offline = false,
  userId = '',
  deviceId = '',
  opening = 0,
}: DocOptions): OpenDoc | null => {
  const [open, setOpen] = useState<OpenDoc | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opening is another document
  useEffect(() => {
    const opened = openDoc({ name, offline, userId, ...(deviceId === '' ? {} : { deviceId }) })
    setOpen(opened)
    return () => {
      opened.dispose()
      setOpen(null)
    }
  }, [name, offline, userId, deviceId, opening])
  return open?.name === name ? open : null
}
