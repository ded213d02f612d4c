import { useTranslation } from 'react-i18next'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import type { OrgId } from '#shared/ids.ts'
import styles from './LessonDialog.module.css'
import type { LessonFields } from './lessonFields.ts'

export type GroupChoice = { readonly value: OrgId; readonly label: string }

/** What is taught, when and how long. */
export const FactsFieldset = (props: {
  readonly fields: LessonFields
  /** Empty when the group cannot be chosen: there is one, or the lesson exists already. */
  readonly groups: readonly GroupChoice[]
  readonly wrong: ReadonlySet<string>
  readonly onChange: (change: Partial<LessonFields>) => void
}) => {
  const { t } = useTranslation('lessons')
  const { fields, wrong, onChange } = props
  const words = (['subject', 'grade', 'unit'] as const).map((field) => (
    <TextField
      key={field}
      label={t(`form.${field}`)}
      value={fields[field]}
      maxLength={field === 'unit' ? 60 : 20}
      onValue={(value) => onChange({ [field]: value })}
    />
  ))
  return (
    <div className={styles.facts}>
      <div className={styles.wide}>
        <TextField
          label={t('form.title')}
          value={fields.title}
          maxLength={80}
          placeholder={t('form.titleExample')}
          autoFocus
          onValue={(title) => onChange({ title })}
          error={wrong.has('title') ? t('form.wrong.title') : null}
        />
      </div>
      {props.groups.length > 0 && (
        <Select
          label={t('form.group')}
          value={fields.groupId || (props.groups[0]?.value ?? '')}
          options={props.groups}
          onValue={(groupId) => onChange({ groupId: groupId as OrgId })}
        />
      )}
      {words}
      <TextField
        label={t('form.startsAt')}
        type="datetime-local"
        value={fields.startsAt}
        onValue={(startsAt) => onChange({ startsAt })}
      />
      <TextField
        label={t('form.lengthMin')}
        inputMode="numeric"
        value={fields.lengthMin}
        maxLength={3}
        onValue={(lengthMin) => onChange({ lengthMin })}
        error={wrong.has('lengthMin') ? t('form.wrong.lengthMin') : null}
        tail={t('form.minutes')}
      />
    </div>
  )
}
