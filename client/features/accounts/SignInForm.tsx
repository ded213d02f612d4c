import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { PasswordField } from './PasswordField.tsx'
import styles from './SignInForm.module.css'
import { useSignIn } from './useSignIn.ts'

/** Login and password; what is wrong stands under the field, with the tries left or the wait. */
export const SignInForm = ({
  school,
  hint,
  onDone,
}: {
  readonly school: string | null
  readonly hint: string | null
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('accounts')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn(onDone)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate({ login, password })
      }}
    >
      <div>
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        {school && <p className={styles.school}>{school}</p>}
      </div>
      <TextField
        label={t('signIn.login')}
        name="username"
        value={login}
        onValue={setLogin}
        required
        maxLength={60}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
        error={signIn.error ? present(signIn.error) : null}
      />
      <Button type="submit" kind="primary" size="l" wide busy={signIn.isPending}>
        {t(signIn.isPending ? 'signIn.busy' : 'signIn.submit')}
      </Button>
      {hint && <p className={styles.hint}>{hint}</p>}
    </form>
  )
}
