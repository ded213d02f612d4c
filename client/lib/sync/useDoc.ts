import { useEffect, useState } from 'react'
import { type OpenDoc, type OpenDocOptions, openDoc } from './openDoc.ts'

/**
 * Opens a document for as long as the component shows it. Null until then, and for a moment after
 * `name` changed: never another document than the one that was asked for.
 */
export const useDoc = ({
  name,
  offline = false,
  userId = '',
  deviceId = '',
}: Pick<OpenDocOptions, 'name' | 'offline' | 'userId' | 'deviceId'>): OpenDoc | null => {
  const [open, setOpen] = useState<OpenDoc | null>(null)
  useEffect(() => {
    const opened = openDoc({ name, offline, userId, ...(deviceId === '' ? {} : { deviceId }) })
    setOpen(opened)
    return () => {
      opened.dispose()
      setOpen(null)
    }
  }, [name, offline, userId, deviceId])
  return open?.name === name ? open : null
}
