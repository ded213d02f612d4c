import { useTranslation } from 'react-i18next'
import { TextField } from '#client/ui/TextField.tsx'
import { LoginField } from './LoginField.tsx'
import { PasswordField } from './PasswordField.tsx'
import styles from './SetupForm.module.css'
import type { FieldsProps } from './SetupForm.tsx'

/** Characters a password needs; the schema's own minimum. */
const ENOUGH = 8

/** The administrator's name, login and password, twice. */
export const AdminFields = ({ form, onChange, errorOf }: FieldsProps) => {
  const { t } = useTranslation('accounts')
  const length = [...form.password].length
  const isSame = form.again !== '' && form.again === form.password
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>{t('setup.admin')}</legend>
      <TextField
        label={t('setup.adminName')}
        name="name"
        autoComplete="name"
        value={form.adminName}
        onValue={(adminName) => onChange({ adminName })}
        error={errorOf('adminName')}
        maxLength={40}
      />
      <LoginField
        label={t('setup.login')}
        name="username"
        autoComplete="username"
        value={form.login}
        onValue={(login) => onChange({ login })}
        error={errorOf('login')}
      />
      <PasswordField
        label={t('setup.password')}
        name="new-password"
        autoComplete="new-password"
        value={form.password}
        onValue={(password) => onChange({ password })}
        error={errorOf('password')}
        hint={t('setup.passwordHint')}
        ok={length >= ENOUGH ? t('setup.passwordOk', { length }) : null}
      />
      <PasswordField
        label={t('setup.again')}
        name="again"
        autoComplete="new-password"
        value={form.again}
        onValue={(again) => onChange({ again })}
        error={errorOf('again')}
        hint={t('setup.adminHint')}
        ok={isSame ? t('setup.againOk') : null}
      />
    </fieldset>
  )
}
