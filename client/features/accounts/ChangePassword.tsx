import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/lib/api/apiError.ts'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { changeOwnPassword } from '#shared/accounts/contract.ts'
import { passwordSchema } from '#shared/accounts/model.ts'
import styles from './ChangePassword.module.css'
import { PasswordField } from './PasswordField.tsx'

const empty = { old: '', next: '', again: '' }
type Field = keyof typeof empty

const wrongIn = (form: typeof empty): readonly Field[] => [
  ...(form.old === '' ? (['old'] as const) : []),
  ...(passwordSchema.safeParse(form.next).success ? [] : (['next'] as const)),
  ...(form.next === form.again ? [] : (['again'] as const)),
]

/** About the old password: it was wrong, or was wrong too often. The rest belongs to no field. */
const isAboutOld = (thrown: unknown): boolean =>
  thrown instanceof ApiError &&
  (thrown.is('accounts/old-password-wrong') || thrown.is('accounts/locked'))

/** Old password, new one twice. Other browsers of the person are signed out, this one is not. */
export const ChangePassword = ({ login }: { readonly login: string }) => {
  const { t } = useTranslation('accounts')
  const [form, setForm] = useState(empty)
  const [wrong, setWrong] = useState<readonly Field[]>([])
  const change = useMutation({
    mutationFn: ({ old, next }: typeof empty) => call(changeOwnPassword, { body: { old, next } }),
    onSuccess: () => setForm(empty),
  })
  const set = (field: Field) => (value: string) => {
    setForm({ ...form, [field]: value })
    setWrong(wrong.filter((name) => name !== field))
    if (!change.isPending) change.reset()
  }
  const send = (): void => {
    const found = wrongIn(form)
    setWrong(found)
    if (found.length === 0) change.mutate(form)
  }
  const refused = change.error ? present(change.error) : null
  const fieldOf = (name: Field) => ({
    name: `${name}-password`,
    label: t(`ownPassword.${name}`),
    value: form[name],
    onValue: set(name),
    error: wrong.includes(name) ? t(`ownPassword.wrong.${name}`) : null,
  })
  const old = fieldOf('old')
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {/* Tells the browser's password store whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordField
        {...old}
        autoComplete="current-password"
        error={old.error ?? (isAboutOld(change.error) ? refused : null)}
      />
      <PasswordField
        {...fieldOf('next')}
        autoComplete="new-password"
        hint={t('setup.passwordHint')}
      />
      <PasswordField {...fieldOf('again')} autoComplete="new-password" />
      <Button type="submit" busy={change.isPending}>
        {t(change.isPending ? 'ownPassword.busy' : 'ownPassword.submit')}
      </Button>
      {refused && !isAboutOld(change.error) && (
        <p className={styles.problem} role="alert">
          {refused}
        </p>
      )}
      <p className={styles.done} role="status">
        {change.isSuccess && t('ownPassword.done')}
      </p>
    </form>
  )
}
