import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '#client/ui/Checkbox.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import { Tag } from '#client/ui/Tag.tsx'
import type { OrgRole } from '#shared/access/roles.ts'
import type { MembershipChoices, Org } from '#shared/accounts/model.ts'
import { roleChoices, withPlace } from './accountForm.ts'
import { orgTree } from './orgTree.ts'
import styles from './PlaceFields.module.css'

const RoleChoice = (props: {
  readonly org: Org
  readonly role: OrgRole
  /** What the person holds in the database, offered even when it is no longer given. */
  readonly held: OrgRole | undefined
  readonly onRole: (role: OrgRole) => void
}) => {
  const { t } = useTranslation('accounts')
  const roles = roleChoices(props.org, props.held)
  if (roles.length === 1) return <Tag>{t(`roles.${props.role}`)}</Tag>
  return (
    <Segmented
      label={t('people.roleIn', { org: props.org.name })}
      value={props.role}
      options={roles.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      onValue={props.onRole}
    />
  )
}

/** Where somebody belongs, and as what in each place. */
export const PlaceFields = (props: {
  readonly orgs: readonly Org[]
  readonly held: MembershipChoices
  readonly chosen: MembershipChoices
  readonly onChange: (chosen: MembershipChoices) => void
  readonly error: string | null
}) => {
  const { t } = useTranslation('accounts')
  const errorId = useId()
  const { chosen, held } = props
  const roleOf = (places: MembershipChoices, org: Org): OrgRole | undefined =>
    places.find((place) => place.orgId === org.orgId)?.role
  return (
    <fieldset className={styles.set} aria-describedby={props.error ? errorId : undefined}>
      <legend className={styles.legend}>{t('people.places')}</legend>
      <ul className={styles.list}>
        {orgTree(props.orgs).map((org) => {
          const role = roleOf(chosen, org)
          const first = roleOf(held, org) ?? roleChoices(org, undefined)[0]
          const set = (next: OrgRole | null) => props.onChange(withPlace(chosen, org, next))
          return (
            <li key={org.orgId} className={styles.place} data-depth={org.depth}>
              <Checkbox
                label={org.name}
                checked={role !== undefined}
                onChecked={(isIn) => set(isIn && first ? first : null)}
              />
              {role && <RoleChoice org={org} role={role} held={roleOf(held, org)} onRole={set} />}
            </li>
          )
        })}
      </ul>
      {props.error && (
        <p id={errorId} className={styles.error} role="alert">
          {props.error}
        </p>
      )}
    </fieldset>
  )
}
