import { useTranslation } from 'react-i18next'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { loudness } from './oneClockData.ts'
import styles from './SampleContents.module.css'

const cast = [
  ['shen', true],
  ['lin', true],
  ['shi', true],
  ['zhou', true],
  ['li', true],
  ['gu', false],
  ['he', false],
  ['tian', false],
] as const
/** 李秀芳 teaches in the far room like 石远 and wears its colour. */
const hueOf = (key: string): string => (key === 'li' ? 'shi' : key)
const minutes = [4, 14, 8, 7, 7, 2] as const

const Wave = ({ site }: { readonly site: 'near' | 'far' }) => (
  <span className={styles.wave} data-site={site}>
    {loudness(site)
      .slice(0, 110)
      .map((height, index) => (
        <i key={index} style={{ height: `${height * 100}%` }} />
      ))}
  </span>
)

/** A shorter step has no room for its name. */
const NAMED_FROM = 4

/** What the sample loads, drawn: two schools, a group, a lesson to teach and one that was taught. */
export const SampleContents = () => {
  const { t } = useTranslation('accounts')
  const names = t('sample.steps', { returnObjects: true }) as readonly string[]
  return (
    <section>
      <h2 className={styles.title}>{t('sample.title')}</h2>
      <p className={styles.text}>{t('sample.text')}</p>
      <div className={styles.item}>
        <h3>{t('sample.pair')}</h3>
        <p className={styles.pair}>
          <b>{t('sample.near')}</b>
          <Icon name="arrowsLeftRight" />
          <b data-site="far">{t('sample.far')}</b>
        </p>
      </div>
      <div className={styles.item}>
        <h3>
          {t('sample.group')} <span>{t('sample.count', { count: cast.length })}</span>
        </h3>
        <ul className={styles.people}>
          {cast.map(([key, hasPart]) => (
            <li key={key}>
              <Avatar name={t(`sample.people.${key}`)} hue={hueOf(key)} size={32} />
              <span aria-hidden="true">{t(`sample.people.${key}`)}</span>
              {hasPart && <span>{t(`sample.parts.${key}`)}</span>}
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.item}>
        <h3 className={styles.lesson}>
          {t('sample.ready')} <span>{t('sample.readyNote')}</span>
        </h3>
        <ol className={styles.strip}>
          {minutes.map((each, index) => (
            <li key={names[index] ?? index} style={{ flexGrow: each }}>
              {each} {each >= NAMED_FROM && names[index]}
            </li>
          ))}
        </ol>
      </div>
      <div className={styles.item}>
        <h3 className={styles.lesson}>
          {t('sample.taught')} <span>{t('sample.taughtNote')}</span>
        </h3>
        <div aria-hidden="true">
          <Wave site="near" />
          <Wave site="far" />
        </div>
        <p className={styles.text}>{t('sample.taughtWith')}</p>
      </div>
    </section>
  )
}
