import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '#client/ui/TextField.tsx'
import styles from './PasswordField.module.css'

/** A password with 显示 / 隐藏 inside the field. */
export const PasswordField = (props: {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly autoComplete: 'current-password' | 'new-password'
  readonly name: string
  readonly error?: string | null | undefined
  readonly hint?: string
  readonly ok?: string | null
}) => {
  const { t } = useTranslation('accounts')
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      required
      maxLength={128}
      spellCheck={false}
      autoCapitalize="none"
      tail={
        <button
          type="button"
          className={styles.toggle}
          aria-pressed={isShown}
          aria-label={t(isShown ? 'password.hideLong' : 'password.showLong')}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'password.hide' : 'password.show')}
        </button>
      }
    />
  )
}
