import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { Site } from '#shared/lessons/model.ts'
import styles from './TwoSitePlayer.module.css'
import type { SiteState } from './types.ts'

/** One site's picture: its border and dot in its colour, its name, its sound. */
export const SiteVideo = (props: {
  readonly site: Site
  readonly name: string
  readonly state: SiteState
  readonly videoRef: Ref<HTMLVideoElement>
}) => {
  const { t } = useTranslation('recordings')
  const [isMuted, setMuted] = useState(false)
  const { site, name, state } = props
  return (
    <figure className={styles.site} data-site={site}>
      <video
        ref={props.videoRef}
        className={styles.video}
        aria-label={t('player.of', { name })}
        muted={isMuted}
        playsInline
        preload="auto"
        disablePictureInPicture
      />
      {state !== 'shown' && (
        <p className={styles.absent} role="status">
          {t(state === 'failed' ? 'player.failed' : 'player.absent')}
        </p>
      )}
      <figcaption className={styles.name}>{name}</figcaption>
      <span className={styles.sound}>
        <IconButton
          icon={isMuted ? 'speakerOff' : 'speaker'}
          label={t(isMuted ? 'player.unmute' : 'player.mute', { name })}
          on={isMuted}
          night
          onClick={() => setMuted(!isMuted)}
        />
      </span>
    </figure>
  )
}
