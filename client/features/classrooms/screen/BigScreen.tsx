import { useTranslation } from 'react-i18next'
import { LiveAudio, LiveVideo } from '#client/lib/live/index.ts'
import { Icon } from '#client/ui/Icon.tsx'
import { RecordingPill } from '../consent/RecordingPill.tsx'
import { useNotice } from '../consent/useNotice.ts'
import { SlideDesk } from '../console/SlideDesk.tsx'
import { type SiteLink, siteLinks } from '../media/siteLinks.ts'
import { useClassroomMedia } from '../media/useClassroomMedia.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { runSheetTimes } from '../room/runSheetTimes.ts'
import { useSessionTime } from '../room/useSessionTime.ts'
import styles from './BigScreen.module.css'
import { WantToSpeak } from './WantToSpeak.tsx'

const ScreenTile = ({ link }: { readonly link: SiteLink }) => {
  const { t } = useTranslation('classrooms')
  const { school, className, site } = link.site
  return (
    <article className={`${styles.tile} ${styles[site]}`}>
      <div className={styles.picture}>
        <LiveVideo participant={link} label={school} />
        {!link.video && <p>{t(link.sentence.key, { height: link.sentence.height })}</p>}
      </div>
      <p className={styles.name}>
        {school} {className}
        <Icon name={link.hasAudio ? 'mic' : 'micOff'} size={40} />
      </p>
    </article>
  )
}

/** How many Chinese characters' room words take; Latin ones are half as wide. */
const squares = (words: string): number =>
  [...words].reduce((sum, letter) => sum + (letter < '\u2000' ? 0.5 : 1), 0)

const Top = () => {
  const { t } = useTranslation('classrooms')
  const { state, lesson } = useRoom()
  const { leftMs } = runSheetTimes(state, useSessionTime(state))
  const step = state.phase === 'ended' ? undefined : state.steps[state.stepIndex]
  const isOver = leftMs !== null && leftMs < 0
  const title = step?.title ?? t(`phase.${state.phase}`)
  return (
    <header className={styles.top}>
      {step && <b className={styles.number}>{state.stepIndex + 1}</b>}
      <h1 className={`${styles.step} ${squares(title) > 15 ? styles.longStep : ''}`}>
        <b>{title}</b>
        <span className="serif">{lesson.title}</span>
      </h1>
      {leftMs !== null && state.phase === 'live' && (
        <p className={`${styles.left} num ${isOver ? styles.over : ''}`}>
          <span>{t(isOver ? 'screen.over' : 'screen.left')}</span>
          <b>{clockText(leftMs, !isOver)}</b>
        </p>
      )}
      {state.phase !== 'ended' && (
        <div className={styles.pill}>
          <RecordingPill />
        </div>
      )}
    </header>
  )
}

/** 大屏: the slide, the other room over one's own, the step, the time, what to do now. One control. */
export const BigScreen = () => {
  const { t } = useTranslation('classrooms')
  const room = useRoom()
  const { state, me, isOnline } = room
  const media = useClassroomMedia({ surface: 'screen', stream: null })
  useNotice()
  const links = [...siteLinks(room, media, null)].sort(
    // The other room is whom one talks with; one's own is there to see oneself.
    (a, b) => Number(a.site.site === me.site) - Number(b.site.site === me.site),
  )
  const step = state.steps[state.stepIndex]
  const { recording } = state
  const todo = (() => {
    if (!isOnline) return t('screen.offline')
    if (recording.phase === 'requested')
      return t('screen.consent', { name: recording.requestedBy ?? '' })
    if (state.phase === 'waiting') return t('screen.waiting')
    if (state.phase === 'ended') return t('screen.ended')
    return step?.student || step?.title || ''
  })()
  return (
    <div className={styles.screen}>
      <Top />
      <main className={styles.middle} data-phase={state.phase}>
        <div className={styles.slide}>
          <SlideDesk />
        </div>
        {state.phase !== 'ended' && (
          <aside className={styles.tiles}>
            {links.map((link) => (
              <ScreenTile key={link.site.site} link={link} />
            ))}
          </aside>
        )}
      </main>
      <footer className={styles.bottom}>
        <p className={`${styles.say} ${squares(todo) > 28 ? styles.long : ''}`} role="status">
          <span>{todo}</span>
        </p>
        <WantToSpeak />
      </footer>
      <LiveAudio participants={media.heard} />
    </div>
  )
}
