import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalMedia } from '#client/lib/live/index.ts'
import styles from './Check.module.css'
import { CheckRow } from './CheckRow.tsx'
import { type LevelVerdict, levelVerdict, TARGET } from './levelVerdict.ts'
import { useLevel } from './useLevel.ts'

const BARS = 40

/** The level while speaking, against the band a voice should fall into. */
export const MicrophoneCheck = (props: {
  readonly media: LocalMedia | null
  /** The test sound's track bears a name only programmers know. */
  readonly isTest: boolean
  readonly onVerdict: (verdict: LevelVerdict) => void
}) => {
  const { t } = useTranslation('classrooms')
  const { media, onVerdict } = props
  const hasMicrophone = (media?.stream.getAudioTracks().length ?? 0) > 0
  const { now, peak } = useLevel(hasMicrophone ? media : null)
  const level = levelVerdict(peak)
  const verdict = hasMicrophone ? level : 'none'
  useEffect(() => {
    if (hasMicrophone) onVerdict(level)
  }, [hasMicrophone, level, onVerdict])
  const label = props.isTest ? t('lobby.microphoneTest') : media?.stream.getAudioTracks()[0]?.label
  return (
    <CheckRow
      icon={hasMicrophone ? 'mic' : 'micOff'}
      title={t('lobby.microphone')}
      detail={label}
      verdict={t(`lobby.level.${verdict}`)}
      tone={verdict === 'good' ? 'ok' : verdict === 'none' ? 'quiet' : 'warn'}
    >
      {hasMicrophone && (
        <div className={styles.meter}>
          <meter className="sr" min={0} max={100} value={now} aria-label={t('lobby.microphone')} />
          {Array.from({ length: BARS }, (_, bar) => (
            <i key={bar} className={bar < (now / 100) * BARS ? styles.lit : undefined} />
          ))}
          <span
            className={styles.band}
            style={{ left: `${TARGET.from}%`, width: `${TARGET.to - TARGET.from}%` }}
          >
            {t('lobby.band')}
          </span>
        </div>
      )}
    </CheckRow>
  )
}
