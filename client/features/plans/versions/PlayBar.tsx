import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { speeds } from '../replay/playTime.ts'
import type { Player } from '../replay/usePlayer.ts'
import styles from './PlayBar.module.css'

const useClock = (ms: number | null) => {
  const { i18n } = useTranslation('history')
  if (ms === null) return { time: '', date: '' }
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(i18n.language, options).format(ms)
  return {
    time: format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }),
    date: format({ month: 'long', day: 'numeric', weekday: 'long' }),
  }
}

const Hints = () => {
  const { t } = useTranslation('history')
  return (
    <span className={styles.hints}>
      {(['play', 'step', 'version', 'a'] as const).map((hint) => (
        <span key={hint}>
          <kbd>{t(`keys.${hint}Key`)}</kbd>
          {t(`keys.${hint}`)}
        </span>
      ))}
    </span>
  )
}

/** Play, from edit to edit, how fast, and when this was. */
export const PlayBar = (props: {
  readonly player: Player
  readonly isReady: boolean
  /** When what is shown was so, ms since 1970; null before the first word. */
  readonly ms: number | null
  readonly onVersion: (by: 1 | -1) => void
}) => {
  const { player, isReady, ms, onVersion } = props
  const { t } = useTranslation('history')
  const { time, date } = useClock(ms)
  return (
    <div className={styles.bar}>
      <IconButton
        icon="skipBack"
        label={t('previousVersion')}
        disabled={!isReady}
        onClick={() => onVersion(-1)}
      />
      <IconButton
        icon={player.isPlaying ? 'pause' : 'play'}
        label={t(player.isPlaying ? 'pause' : 'play')}
        disabled={!isReady}
        onClick={player.toggle}
      />
      <IconButton
        icon="skipForward"
        label={t('nextVersion')}
        disabled={!isReady}
        onClick={() => onVersion(1)}
      />
      <span className={styles.time}>
        <b className="num">{time}</b>
        <span className={styles.date}>{date}</span>
      </span>
      <Segmented
        label={t('speed')}
        value={String(player.speed)}
        options={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
        onValue={(value) => player.setSpeed(speeds.find((one) => String(one) === value) ?? 1)}
      />
      <span className={styles.skips}>
        <Checkbox
          checked={player.skipsPauses}
          onChecked={player.setSkipsPauses}
          label={t('skipPauses')}
        />
      </span>
      <Hints />
    </div>
  )
}
