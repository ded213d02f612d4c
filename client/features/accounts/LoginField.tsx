import { useTranslation } from 'react-i18next'
import { TextField } from '#client/ui/TextField.tsx'

/** A login as it is typed: no capitals, no corrections, and the hint that says what it may be. */
export const LoginField = (props: {
  readonly label: string
  readonly name: string
  readonly autoComplete: 'username' | 'off'
  readonly value: string
  readonly onValue: (login: string) => void
  readonly error: string | null
}) => {
  const { t } = useTranslation('accounts')
  return (
    <TextField
      {...props}
      autoCapitalize="none"
      spellCheck={false}
      hint={t('setup.loginHint')}
      maxLength={40}
    />
  )
}
