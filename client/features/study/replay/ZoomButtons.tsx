import { useTranslation } from 'react-i18next'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import { Button } from '#client/ui/Button.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { WindowControl } from '../timeline/createWindow.ts'
import styles from './Replay.module.css'

/** Closer to the playhead, farther away, the whole lesson. */
export const ZoomButtons = ({
  control,
  clock,
}: {
  readonly control: WindowControl
  readonly clock: PlaybackClock
}) => {
  const { t } = useTranslation('study')
  return (
    <div className={styles.zoom}>
      <IconButton
        icon="minus"
        label={t('zoom.out')}
        night
        onClick={() => control.zoom(2, clock.now())}
      />
      <IconButton
        icon="plus"
        label={t('zoom.in')}
        night
        onClick={() => control.zoom(0.5, clock.now())}
      />
      <Button size="s" kind="quiet" night onClick={control.showAll}>
        {t('zoom.all')}
      </Button>
    </div>
  )
}
