import { useTranslation } from 'react-i18next'
import type { Contribution, Contributor } from '#shared/plans/history.ts'
import styles from './ContributionBars.module.css'
import { spanWords } from './spanWords.ts'

/** What each person wrote that stands: to be looked at, in the order in which they began. */
export const ContributionBars = ({ contribution }: { readonly contribution: Contribution }) => {
  const { t } = useTranslation('history')
  const { people } = contribution
  const most = Math.max(1, ...people.map(({ kept }) => kept))
  const nameOf = ({ person, userId }: Contributor): string =>
    person?.name ?? t(userId === null ? 'template' : 'unknown')
  const detailOf = (figures: Contributor): string =>
    t('detail', {
      ...{ name: nameOf(figures), kept: figures.kept, inserted: figures.inserted },
      deleted: figures.deletedOwn + figures.deletedOthers,
      time: spanWords(t, figures.activeMs),
    })
  return (
    <section className={styles.who} aria-label={t('who')}>
      <h3 className={styles.title}>{t('who')}</h3>
      <ul className={styles.list}>
        {people.map((figures) => (
          <li key={figures.userId ?? ''} className={styles.line} title={detailOf(figures)}>
            <span className={styles.name} aria-hidden="true">
              {nameOf(figures)}
            </span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.bar}
                style={{
                  width: `${(figures.kept / most) * 100}%`,
                  background: figures.person
                    ? `var(--hue-${figures.person.hue}, var(--ink-2))`
                    : 'var(--line-field)',
                }}
              />
            </span>
            <span className={`${styles.figure} num`} aria-hidden="true">
              {t('characters', { count: figures.kept })}
            </span>
            <span className="sr">{detailOf(figures)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.fair}>{t('fair')}</p>
    </section>
  )
}
