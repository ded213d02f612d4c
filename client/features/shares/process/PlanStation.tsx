import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProcessPage } from '#shared/shares/model.ts'
import styles from './PlanStation.module.css'

const roles = ['lead', 'assist', 'student', 'intent'] as const

/** The agreed steps: titles and minutes at first, every row on request. */
export const PlanStation = ({ page }: { readonly page: ProcessPage }) => {
  const { t } = useTranslation('shares')
  const [isWhole, setWhole] = useState(false)
  if (page.steps.length === 0) return null
  return (
    <div className={styles.plan}>
      <ol>
        {page.steps.map((step) => (
          <li key={step.stepId} className={styles.step}>
            <p className={styles.head}>
              <strong>{step.title}</strong>
              <span className="num">{t('minutes', { minutes: step.minutes })}</span>
            </p>
            {isWhole &&
              roles.map(
                (role) =>
                  step[role] && (
                    <p key={role} className={styles.row} data-role={role}>
                      <span>{t(`role.${role}`)}</span>
                      {step[role]}
                    </p>
                  ),
              )}
          </li>
        ))}
      </ol>
      <button
        type="button"
        className={styles.more}
        aria-expanded={isWhole}
        onClick={() => setWhole(!isWhole)}
      >
        {t(isWhole ? 'planClose' : 'planOpen')}
      </button>
    </div>
  )
}
