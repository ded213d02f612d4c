import { useTranslation } from 'react-i18next'
import styles from './OneClock.module.css'
import {
  codes,
  farTalk,
  LENGTH_MIN,
  loudness,
  NOW_MIN,
  STEP_NOW,
  stepMinutes,
  turns,
} from './oneClockData.ts'

const percent = (minutes: number): string => `${(minutes / LENGTH_MIN) * 100}%`

const Wave = ({ site }: { readonly site: 'near' | 'far' }) => (
  <span className={styles.wave} data-site={site}>
    {loudness(site).map((height, index) => (
      <i key={index} style={{ height: `${height * 100}%` }} />
    ))}
  </span>
)

const Steps = () => {
  const { t } = useTranslation('accounts')
  const names = t('clock.steps', { returnObjects: true }) as readonly string[]
  return (
    <span className={styles.steps}>
      {stepMinutes.map((minutes, index) => (
        <span
          key={names[index] ?? index}
          className={index === STEP_NOW ? styles.on : undefined}
          style={{ flexGrow: minutes }}
        >
          {names[index]}
        </span>
      ))}
    </span>
  )
}

const Events = () => (
  <span className={styles.events}>
    {turns.map((minute) => (
      <i key={minute} style={{ left: percent(minute) }} />
    ))}
    {farTalk.map(([from, to]) => (
      <b key={from} style={{ left: percent(from), width: percent(to - from) }} />
    ))}
  </span>
)

const Codes = () => (
  <span className={styles.codes}>
    {codes.map((code, index) => (
      <i key={index} data-code={code} />
    ))}
  </span>
)

/** The product in one drawing: a lesson's plan, events, sound and observations on one time axis. */
export const OneClock = () => {
  const { t } = useTranslation('accounts')
  const tiers = [
    { key: 'plan', content: <Steps /> },
    { key: 'events', content: <Events /> },
    {
      key: 'sound',
      content: (
        <>
          <Wave site="near" />
          <Wave site="far" />
        </>
      ),
    },
    { key: 'codes', content: <Codes /> },
  ] as const
  return (
    <figure className={styles.figure} aria-label={t('clock.label')}>
      <div className={styles.tiers} aria-hidden="true">
        {tiers.map(({ key, content }) => (
          <div key={key} className={styles.tier}>
            <p className={styles.head}>
              <b>{t(`clock.${key}`)}</b>
              <span>{t(`clock.${key}Note`)}</span>
            </p>
            {content}
          </div>
        ))}
        <p className={styles.scale}>
          {[0, 10, 20, 30].map((minute) => (
            <span key={minute} style={{ left: percent(minute) }}>
              {minute}
            </span>
          ))}
          <span className={styles.last}>{t('clock.end')}</span>
        </p>
        <div className={styles.now} style={{ left: percent(NOW_MIN) }}>
          <span className={styles.time}>18:42</span>
        </div>
      </div>
      <figcaption className={styles.caption} style={{ marginLeft: percent(NOW_MIN) }}>
        <p className={styles.lesson}>{t('clock.lesson')}</p>
        <p>{t('clock.moment')}</p>
      </figcaption>
    </figure>
  )
}
