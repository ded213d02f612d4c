import { useEffect, useState } from 'react'
import styles from './QrCode.module.css'

/** A link as a QR code, drawn here: nothing is asked of another host. */
export const QrCode = ({ url, label }: { readonly url: string; readonly label: string }) => {
  const [picture, setPicture] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    void import('qrcode').then(async ({ toDataURL }) => {
      const made = await toDataURL(url, {
        width: 552,
        margin: 2,
        errorCorrectionLevel: 'M',
        color: { dark: '#1f2a2e', light: '#ffffff' },
      })
      if (current) setPicture(made)
    })
    return () => {
      current = false
    }
  }, [url])
  return (
    <div className={styles.code}>
      {picture && <img src={picture} alt={label} width={276} height={276} />}
    </div>
  )
}
