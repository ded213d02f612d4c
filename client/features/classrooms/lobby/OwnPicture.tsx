import { useTranslation } from 'react-i18next'
import { LiveVideo, videoSupport } from '#client/lib/live/index.ts'
import { Button } from '#client/ui/Button.tsx'
import { SiteName } from '../media/SiteName.tsx'
import type { LocalState } from '../media/useLocalMedia.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { schoolAt } from '../room/shortSchool.ts'
import styles from './OwnPicture.module.css'

/** One's own picture, or in words why there is none and what to press. */
export const OwnPicture = (props: {
  readonly local: LocalState
  readonly onRetry: () => void
  readonly onListen: () => void
}) => {
  const { t } = useTranslation('classrooms')
  const { lesson, me } = useRoom()
  const { local } = props
  const support = videoSupport()
  const video = local.kind === 'open' ? (local.media.stream.getVideoTracks()[0] ?? null) : null
  const school = me.site ? schoolAt(lesson, me.site) : ''
  const problem = local.kind === 'problem' ? local.problem : null
  const reason = problem ?? (local.kind === 'opening' ? 'opening' : 'listening')
  return (
    <div className={`${styles.tile} ${me.site === 'far' ? styles.far : ''}`}>
      {video ? (
        <LiveVideo participant={{ video }} label={t('lobby.ownPicture')} />
      ) : (
        <div className={styles.noPicture}>
          <h2>{t(`lobby.noPicture.${reason}`)}</h2>
          <p>{t(`lobby.noPictureText.${reason}`)}</p>
          {problem && (
            <div className={styles.buttons}>
              <Button kind="primary" size="l" onClick={props.onRetry}>
                {t('lobby.tryAgain')}
              </Button>
              <Button night size="l" onClick={props.onListen}>
                {t('lobby.listenOnly')}
              </Button>
            </div>
          )}
        </div>
      )}
      <SiteName site={me.site} name={t('lobby.ownSide', { school })} />
      {!support.ok && <p className={styles.unsupported}>{t(`support.${support.reason}`)}</p>}
    </div>
  )
}
