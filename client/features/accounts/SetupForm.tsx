import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/lib/api/apiError.ts'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Checkbox } from '#client/ui/Checkbox.tsx'
import { setUpSchool } from '#shared/accounts/contract.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import { AdminFields } from './AdminFields.tsx'
import { SchoolFields } from './SchoolFields.tsx'
import styles from './SetupForm.module.css'
import {
  emptySetup,
  type SetupForm as Form,
  type SetupField,
  setupBody,
  wrongFields,
} from './setupFields.ts'

export type SetupDone = ResultOf<typeof setUpSchool>

export type FieldsProps = {
  readonly form: Form
  readonly onChange: (change: Partial<Form>) => void
  /** The sentence under a field, null when it is right or not yet asked. */
  readonly errorOf: (field: SetupField) => string | null
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof ApiError && thrown.is('accounts/login-taken')

/** School, administrator, sample: one page, sent once. */
export const SetupForm = (props: {
  readonly token: string
  readonly onDone: (done: SetupDone) => void
}) => {
  const { t, i18n } = useTranslation('accounts')
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const [form, setForm] = useState(emptySetup)
  const [wrong, setWrong] = useState<ReadonlySet<SetupField>>(new Set())
  const setUp = useMutation({
    mutationFn: () =>
      call(setUpSchool, { body: setupBody(form, { token: props.token, language }) }),
    onSuccess: props.onDone,
  })
  const change = (part: Partial<Form>): void => {
    setForm({ ...form, ...part })
    setWrong(new Set([...wrong].filter((field) => !(field in part))))
  }
  const errorOf = (field: SetupField): string | null => {
    if (wrong.has(field)) return t(`setup.wrong.${field}`)
    return field === 'login' && isTaken(setUp.error) ? present(setUp.error) : null
  }
  const send = (): void => {
    const found = wrongFields(form)
    setWrong(found)
    if (found.size === 0) setUp.mutate()
  }
  const problem = setUp.error && !isTaken(setUp.error) ? present(setUp.error) : null
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <SchoolFields form={form} onChange={change} errorOf={errorOf} />
      <AdminFields form={form} onChange={change} errorOf={errorOf} />
      <fieldset className={styles.set}>
        <legend className={styles.legend}>{t('setup.sample')}</legend>
        <div className={styles.wide}>
          <Checkbox
            checked={form.withSample}
            label={t('setup.withSample')}
            hint={t('setup.withSampleHint')}
            onChecked={(withSample) => change({ withSample })}
          />
        </div>
      </fieldset>
      <div className={styles.go}>
        <Button type="submit" kind="primary" size="l" busy={setUp.isPending}>
          {t(setUp.isPending ? 'setup.busy' : 'setup.submit')}
        </Button>
        <span className={styles.note}>
          {t(form.withSample ? 'setup.takesSample' : 'setup.takes')}
        </span>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
