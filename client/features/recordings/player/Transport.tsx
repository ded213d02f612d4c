import { useTranslation } from 'react-i18next'
import { formatTenths, formatTime } from '#client/lib/playback/formatTime.ts'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { Button } from '#client/ui/Button.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import { Menu } from '#client/ui/Menu.tsx'
import styles from './Transport.module.css'
import { useClock } from './useClock.ts'

const RATES = [0.75, 1, 1.25, 1.5, 2] as const
/** One picture of a 24-per-second camera. */
const FRAME_MS = 1000 / 24

const stepBy = (clock: PlaybackClock, ms: number): void => {
  clock.pause()
  clock.seek(clock.now() + ms)
}

const RateMenu = ({ clock }: { readonly clock: PlaybackClock }) => {
  const { t } = useTranslation('recordings')
  const rate = useClock(clock, (own) => own.rate())
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="s" night aria-label={t('transport.rate', { rate })}>
          {`${rate}×`}
        </Button>
      }
      items={RATES.map((own) => ({
        kind: 'action',
        label: `${own}×`,
        checked: own === rate,
        onSelect: () => clock.setRate(own),
      }))}
    />
  )
}

const Hint = ({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) => (
  <span>
    {keys.map((key) => (
      <kbd key={key} className={styles.key}>
        {key}
      </kbd>
    ))}
    {text}
  </span>
)

/** Play, step, speed and the time, above the timeline. Keys belong to the page. */
export const Transport = ({
  player: { clock, endMs },
  hints = false,
}: {
  readonly player: { readonly clock: PlaybackClock; readonly endMs: number }
  /** True where the page listens to keys and does not list them itself. */
  readonly hints?: boolean
}) => {
  const { t } = useTranslation('recordings')
  const isPlaying = useClock(clock, (own) => own.playing())
  const time = useClock(clock, (own) => formatTenths(own.now()))
  return (
    <fieldset className={styles.transport} aria-label={t('transport.label')}>
      <IconButton
        icon="skipBack"
        label={t('transport.frameBack')}
        night
        onClick={() => stepBy(clock, -FRAME_MS)}
      />
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={t(isPlaying ? 'transport.pause' : 'transport.play')}
        night
        onClick={() => (isPlaying ? clock.pause() : clock.play())}
      />
      <IconButton
        icon="skipForward"
        label={t('transport.frameOn')}
        night
        onClick={() => stepBy(clock, FRAME_MS)}
      />
      <span className={styles.time}>{time}</span>
      <span className={styles.length}>/ {formatTime(endMs)}</span>
      <RateMenu clock={clock} />
      {hints && (
        <span className={styles.hints}>
          <Hint keys={[t('transport.space')]} text={t('transport.hintPlay')} />
          <Hint keys={['←', '→']} text={t('transport.hintSecond')} />
          <Hint keys={[',', '.']} text={t('transport.hintFrame')} />
        </span>
      )}
    </fieldset>
  )
}
