import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '#client/ui/TextField.tsx'
import type { MembershipChoices, Org } from '#shared/accounts/model.ts'
import { LoginField } from '../LoginField.tsx'
import styles from './AccountFields.module.css'
import type { AccountField, AccountForm } from './accountForm.ts'
import { PlaceFields } from './PlaceFields.tsx'

/** The fields of an account; `login` only while there is none yet. */
export const AccountFields = (props: {
  readonly id: string
  readonly form: AccountForm
  readonly orgs: readonly Org[]
  readonly held?: MembershipChoices
  readonly withLogin?: boolean
  readonly errorOf: (field: AccountField) => string | null
  readonly onChange: (change: Partial<AccountForm>) => void
  readonly onSend: () => void
  /** A refusal that belongs to no field. */
  readonly problem: string | null
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation('accounts')
  const { form, errorOf, onChange } = props
  return (
    <form
      id={props.id}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSend()
      }}
    >
      <div className={styles.two}>
        <TextField
          label={t('people.name')}
          name="person-name"
          autoComplete="off"
          value={form.name}
          onValue={(name) => onChange({ name })}
          error={errorOf('name')}
          maxLength={40}
        />
        {props.withLogin && (
          <LoginField
            label={t('people.login')}
            name="person-login"
            autoComplete="off"
            value={form.login}
            onValue={(login) => onChange({ login })}
            error={errorOf('login')}
          />
        )}
      </div>
      <PlaceFields
        orgs={props.orgs}
        held={props.held ?? []}
        chosen={form.memberships}
        onChange={(memberships) => onChange({ memberships })}
        error={errorOf('memberships')}
      />
      {props.children}
      {props.problem && (
        <p className={styles.problem} role="alert">
          {props.problem}
        </p>
      )}
    </form>
  )
}
