import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { Button } from '#client/ui/Button.tsx'
import type { ProcessPage } from '#shared/shares/model.ts'
import styles from './Findings.module.css'

/** What the study found, each with the moment it came from. */
export const Findings = ({
  findings,
  clock,
}: {
  readonly findings: ProcessPage['findings']
  readonly clock: PlaybackClock | null
}) => {
  const { t } = useTranslation('shares')
  return (
    <ul>
      {findings.map((finding) => (
        <li key={`${finding.atMs}-${finding.text}`} className={styles.finding}>
          <p>
            {finding.text}
            <small>{finding.author}</small>
          </p>
          {finding.atMs !== null && clock && (
            <Button
              icon="play"
              size="l"
              aria-label={t('playFrom', { time: formatTime(finding.atMs) })}
              onClick={() => {
                clock.seek(finding.atMs ?? 0)
                clock.play()
              }}
            >
              {formatTime(finding.atMs)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
