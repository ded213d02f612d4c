import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { Icon } from '#client/ui/Icon.tsx'
import type { ProcessPage } from '#shared/shares/model.ts'
import { Findings } from './Findings.tsx'
import { PlanStation } from './PlanStation.tsx'
import styles from './ProcessView.module.css'
import { StationLine } from './StationLine.tsx'
import { StepBars } from './StepBars.tsx'

/** What of the recording this page plays: the link says which parts, the lesson which there are. */
const recordWords = ({ recording, slides }: ProcessPage) => {
  if (!recording) return 'recordNone'
  if (recording.tracks.length === 0) return 'recordSlides'
  return slides ? 'recordTracks' : 'recordCamera'
}

/**
 * What a guest's phone shows: one vertical line of what happened. `player` is the recording, made by
 * the page; `clock` is its time, so that findings can play their moment.
 */
export const ProcessView = (props: {
  readonly page: ProcessPage
  readonly clock: PlaybackClock | null
  readonly player: ReactNode
}) => {
  const { page, clock, player } = props
  const { t, i18n } = useTranslation('shares')
  const until = new Intl.DateTimeFormat(i18n.language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(new Date(page.expiresAt))
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.mark}>{t('app:mark')}</span>
        <strong>{t('app:name')}</strong>
        <span className={styles.guest}>
          <Icon name="eye" size={18} />
          {t('guest')}
        </span>
      </header>
      <main>
        <section className={styles.lesson}>
          <p className={styles.crumb}>
            {[page.grade, page.subject, page.unit].filter(Boolean).join(' · ')}
          </p>
          <h1 className={styles.title}>{page.lessonTitle}</h1>
          <div className={styles.sites}>
            {page.sites.map((site) => (
              <div key={site.site} className={styles.site} data-site={site.site}>
                <strong>{site.school}</strong> {site.className}
                {site.teacherName && (
                  <small>
                    {t(site.site === 'near' ? 'lead' : 'assist', { name: site.teacherName })}
                  </small>
                )}
              </div>
            ))}
          </div>
        </section>
        <ol className={styles.line}>
          {page.stations.map((station) => (
            <StationLine key={station.kind} station={station}>
              {station.kind === 'draft' && <PlanStation page={page} />}
              {station.kind === 'teach' && <StepBars page={page} />}
              {station.kind === 'record' && (
                <>
                  <p className={styles.quiet}>{t(recordWords(page))}</p>
                  {player}
                </>
              )}
              {station.kind === 'study' && <Findings findings={page.findings} clock={clock} />}
            </StationLine>
          ))}
        </ol>
      </main>
      <footer className={styles.foot}>
        <Icon name="shield" />
        <p>
          {t('footNote', { date: until })}
          {t('takeDown')}
        </p>
      </footer>
    </div>
  )
}
