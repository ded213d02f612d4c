import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/lib/api/apiError.ts'
import { present } from '#client/lib/errors/present.ts'
import { type AccountField, type AccountForm, wrongIn } from './accountForm.ts'

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof ApiError && thrown.is('accounts/login-taken')

/** What is typed, what is wrong with it, and sending only what is right. */
export const useAccountForm = (
  first: AccountForm,
  sending: { readonly error: unknown; readonly send: (form: AccountForm) => void },
) => {
  const { t } = useTranslation('accounts')
  const [form, setForm] = useState(first)
  const [wrong, setWrong] = useState<ReadonlySet<AccountField>>(new Set())
  const { error } = sending
  return {
    form,
    onChange: (change: Partial<AccountForm>): void => {
      setForm({ ...form, ...change })
      setWrong(new Set([...wrong].filter((field) => !(field in change))))
    },
    errorOf: (field: AccountField): string | null => {
      if (wrong.has(field)) return t(`people.wrong.${field}`)
      return field === 'login' && isTaken(error) ? present(error) : null
    },
    problem: error && !isTaken(error) ? present(error) : null,
    onSend: (): void => {
      const found = wrongIn(form)
      setWrong(found)
      if (found.size === 0) sending.send(form)
    },
  }
}
