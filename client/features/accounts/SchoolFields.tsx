import { useTranslation } from 'react-i18next'
import { Segmented } from '#client/ui/Segmented.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import styles from './SetupForm.module.css'
import type { FieldsProps } from './SetupForm.tsx'

const stages = ['primary', 'junior', 'nine_year', 'senior'] as const

/** School, district, stage, length of a lesson. */
export const SchoolFields = ({ form, onChange, errorOf }: FieldsProps) => {
  const { t } = useTranslation('accounts')
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>{t('setup.school')}</legend>
      <TextField
        label={t('setup.schoolName')}
        name="organization"
        value={form.school}
        onValue={(school) => onChange({ school })}
        error={errorOf('school')}
        maxLength={60}
      />
      <TextField
        label={t('setup.district')}
        name="district"
        value={form.district}
        onValue={(district) => onChange({ district })}
        error={errorOf('district')}
        maxLength={60}
      />
      <div className={styles.stage}>
        <span aria-hidden="true" className={styles.label}>
          {t('setup.stage')}
        </span>
        <Segmented
          label={t('setup.stage')}
          size="l"
          value={form.stage}
          options={stages.map((value) => ({ value, label: t(`setup.stages.${value}`) }))}
          onValue={(stage) => onChange({ stage })}
        />
      </div>
      <TextField
        label={t('setup.lessonMinutes')}
        name="minutes"
        inputMode="numeric"
        value={form.lessonMinutes}
        onValue={(lessonMinutes) => onChange({ lessonMinutes })}
        error={errorOf('lessonMinutes')}
        maxLength={3}
        tail={t('setup.minutes')}
      />
    </fieldset>
  )
}
