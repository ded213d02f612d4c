import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { z } from 'zod'
import { Icon, type IconName } from '#client/ui/Icon.tsx'
import type { waitingSchema } from '#shared/lessons/contract.ts'
import { daysBetween } from '../format.ts'
import { useWhen } from '../useWhen.ts'
import styles from './Lists.module.css'

type Waiting = z.infer<typeof waitingSchema>

/** Each line opens at the very place. */
const places: Readonly<Record<Waiting['kind'], { icon: IconName; tab: string }>> = {
  'plan.minutes-over': { icon: 'clock', tab: 'plan' },
  'comment.question': { icon: 'comment', tab: 'plan' },
  'device.check': { icon: 'camera', tab: 'teach' },
  'lesson.no-slides': { icon: 'file', tab: 'teach' },
  'recording.uncoded': { icon: 'study', tab: 'study' },
  'recording.unshared': { icon: 'qr', tab: 'archive' },
}

/** 等我处理: most urgent first, reason and due in words. */
export const WaitingList = ({
  waiting,
  nowMs,
}: {
  readonly waiting: readonly Waiting[]
  readonly nowMs: number
}) => {
  const { t } = useTranslation('home')
  const when = useWhen()
  if (waiting.length === 0) return <p className={styles.none}>{t('waiting.none')}</p>
  return (
    <ul>
      {waiting.map((item) => {
        const isToday = item.dueAt !== null && daysBetween(nowMs, item.dueAt) === 0
        return (
          <li key={`${item.kind} ${item.lessonId}`} className={styles.waiting}>
            <Icon name={places[item.kind].icon} size={18} />
            <Link to={`/lessons/${item.lessonId}/${places[item.kind].tab}`}>
              {t(`waiting.${item.kind}.title`, { title: item.lessonTitle, count: item.count })}
            </Link>
            <span className={styles.due} data-today={isToday || undefined}>
              {item.dueAt && (isToday ? t('waiting.today') : when(item.dueAt, nowMs))}
            </span>
            <p>{t(`waiting.${item.kind}.reason`, { count: item.count })}</p>
          </li>
        )
      })}
    </ul>
  )
}
