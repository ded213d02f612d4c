import { useTranslation } from 'react-i18next'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { UserId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import styles from './LessonDialog.module.css'
import type { SiteFields } from './lessonFields.ts'

/** One room: school, class, pupils, teacher. */
export const SiteFieldset = (props: {
  readonly site: Site
  readonly fields: SiteFields
  readonly people: readonly PersonCard[]
  readonly wrong: ReadonlySet<string>
  readonly onFields: (fields: SiteFields) => void
}) => {
  const { t } = useTranslation('lessons')
  const { site, fields, people, wrong } = props
  const change = (part: Partial<SiteFields>): void => props.onFields({ ...fields, ...part })
  const nobody = { value: '' as UserId | '', label: t('form.noTeacher') }
  return (
    <fieldset className={styles.site} data-site={site}>
      <legend>{t(`site.${site}`)}</legend>
      <TextField
        label={t('form.school')}
        value={fields.school}
        maxLength={60}
        onValue={(school) => change({ school })}
      />
      <TextField
        label={t('form.className')}
        value={fields.className}
        maxLength={40}
        onValue={(className) => change({ className })}
      />
      <Select
        label={t(`role.${site === 'near' ? 'lead' : 'assist'}`)}
        value={fields.teacherId}
        options={[nobody, ...people.map(({ userId, name }) => ({ value: userId, label: name }))]}
        onValue={(teacherId) => change({ teacherId })}
      />
      <TextField
        label={t('form.headcount')}
        inputMode="numeric"
        value={fields.headcount}
        maxLength={3}
        onValue={(headcount) => change({ headcount })}
        error={wrong.has(`${site}.headcount`) ? t('form.wrong.headcount') : null}
        tail={t('form.pupils')}
      />
    </fieldset>
  )
}
