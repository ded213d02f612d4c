import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/lib/feed/sessionClock.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import styles from './Lobby.module.css'

const HOUR_MS = 3_600_000

/** 9:50 上课，还有 12:20: on the server's clock, within the last hour before. */
export const StartsIn = () => {
  const { t, i18n } = useTranslation('classrooms')
  const { state, lesson } = useRoom()
  const [nowMs, setNowMs] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNow()), 500)
    return () => clearInterval(timer)
  }, [])
  if (state.phase === 'live') return <b className={styles.live}>{t('phase.live')}</b>
  const startsAtMs = lesson.startsAt ? Date.parse(lesson.startsAt) : null
  if (startsAtMs === null) return null
  const isToday = new Date(startsAtMs).toDateString() === new Date(nowMs).toDateString()
  const time = new Intl.DateTimeFormat(i18n.language, {
    ...(isToday ? {} : { month: i18n.language === 'en' ? 'short' : 'long', day: 'numeric' }),
    ...{ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' },
  }).format(startsAtMs)
  const leftMs = startsAtMs - nowMs
  if (leftMs <= 0 || leftMs > HOUR_MS) return <span>{t('lobby.startsAt', { time })}</span>
  return (
    <span className="num">
      {t('lobby.startsIn', { time })} <b className={styles.left12}>{clockText(leftMs, true)}</b>
    </span>
  )
}
