import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { ProcessPage } from '#shared/shares/model.ts'
import styles from './StationLine.module.css'

type Station = ProcessPage['stations'][number]

const useSentences = (station: Station): readonly string[] => {
  const { t } = useTranslation('shares')
  const { counts } = station
  if (station.kind === 'record')
    return [t('recordText', { time: formatTime((counts.seconds ?? 0) * 1000) })]
  if (station.kind === 'archive') return []
  const sentences = [t(`${station.kind}Text`, counts)]
  if (counts.rtPercent !== undefined)
    sentences.push(t('studySt', { rt: counts.rtPercent, ch: counts.chPercent ?? 0 }))
  if (counts.kappaPercent !== undefined)
    sentences.push(t('studyKappa', { kappa: (counts.kappaPercent / 100).toFixed(2) }))
  return sentences
}

/** One station of the lesson's way: what, who, when, and what came of it. */
export const StationLine = ({
  station,
  children,
}: {
  readonly station: Station
  readonly children: ReactNode
}) => {
  const { t, i18n } = useTranslation('shares')
  const sentences = useSentences(station)
  const date =
    station.at &&
    new Intl.DateTimeFormat(i18n.language, { month: 'long', day: 'numeric' }).format(
      new Date(station.at),
    )
  return (
    <li className={styles.station} data-kind={station.kind}>
      <header className={styles.head}>
        <h2 className={styles.name}>{t(`station.${station.kind}`)}</h2>
        <span className={styles.people}>{station.people.join(t('app:listComma'))}</span>
        <time className={`num ${styles.date}`}>{date}</time>
      </header>
      {sentences.map((sentence) => (
        <p key={sentence} className={styles.text}>
          {sentence}
        </p>
      ))}
      {children}
    </li>
  )
}
