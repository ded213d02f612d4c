import { useTranslation } from 'react-i18next'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { InkTool } from '../ink/useInk.ts'
import type { ClassroomMedia } from '../media/useClassroomMedia.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './SlideDesk.module.css'

/** Turning pages: two buttons and the number between. */
export const PageButtons = ({ mayMove }: { readonly mayMove: boolean }) => {
  const { t } = useTranslation('classrooms')
  const { state, send } = useRoom()
  const pages = state.slides?.pages ?? 0
  const { page } = state
  const canTurn = mayMove && state.phase === 'live'
  const go = (to: number) => send({ type: 'page.go', page: to })
  return (
    <div className={styles.pages}>
      {canTurn && (
        <IconButton
          icon="chevronLeft"
          label={t('slides.previous')}
          size="l"
          night
          disabled={page <= 1}
          onClick={() => go(page - 1)}
        />
      )}
      <span className="num">{t('slides.page', { page: pages === 0 ? 0 : page, pages })}</span>
      {canTurn && (
        <IconButton
          icon="chevronRight"
          label={t('slides.next')}
          size="l"
          night
          disabled={page >= pages}
          onClick={() => go(page + 1)}
        />
      )}
    </div>
  )
}

/** One's own microphone and camera. */
export const MediaButtons = ({
  media,
  stream,
}: {
  readonly media: ClassroomMedia
  readonly stream: MediaStream | null
}) => {
  const { t } = useTranslation('classrooms')
  const has = (tracks: readonly MediaStreamTrack[] | undefined) => (tracks?.length ?? 0) > 0
  return (
    <div className={styles.own}>
      {has(stream?.getAudioTracks()) && (
        <IconButton
          icon={media.microphone ? 'mic' : 'micOff'}
          label={t(media.microphone ? 'own.mute' : 'own.unmute')}
          size="l"
          night
          on={!media.microphone}
          onClick={() => media.setMicrophone(!media.microphone)}
        />
      )}
      {has(stream?.getVideoTracks()) && (
        <IconButton
          icon={media.camera ? 'camera' : 'cameraOff'}
          label={t(media.camera ? 'own.hide' : 'own.show')}
          size="l"
          night
          on={!media.camera}
          onClick={() => media.setCamera(!media.camera)}
        />
      )}
    </div>
  )
}

/** Pen, eraser, undo; pages; one's own sound and picture. 56 px each, nothing needs a drag. */
export const Dock = (props: {
  readonly tool: InkTool
  readonly onTool: (tool: InkTool) => void
  readonly onUndo: () => void
  readonly mayMove: boolean
  readonly mayDraw: boolean
  readonly media: ClassroomMedia
  readonly stream: MediaStream | null
}) => {
  const { t } = useTranslation('classrooms')
  const { tool, onTool } = props
  const toggle = (wanted: InkTool) => onTool(tool === wanted ? null : wanted)
  return (
    <div className={styles.dock} role="toolbar" aria-label={t('dock')}>
      {props.mayDraw && (
        <>
          <IconButton
            icon="pen"
            label={t('ink.pen')}
            size="l"
            night
            on={tool === 'pen'}
            onClick={() => toggle('pen')}
          />
          <IconButton
            icon="eraser"
            label={t('ink.eraser')}
            size="l"
            night
            on={tool === 'eraser'}
            onClick={() => toggle('eraser')}
          />
          <IconButton icon="undo" label={t('ink.undo')} size="l" night onClick={props.onUndo} />
          <span className={styles.line} />
        </>
      )}
      <PageButtons mayMove={props.mayMove} />
      <MediaButtons media={props.media} stream={props.stream} />
    </div>
  )
}
