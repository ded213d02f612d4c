import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Lesson, LessonSummary } from '#shared/lessons/model.ts'
import { clockTime, daysBetween, shortDate } from '../format.ts'
import styles from './Day.module.css'
import { NextLesson } from './NextLesson.tsx'

type DayProps = {
  readonly next: Lesson | null
  readonly today: readonly LessonSummary[]
  readonly meId: string
  readonly nowMs: number
  readonly onEnter: () => void
  readonly isEntering: boolean
}

const Row = ({ lesson, meId }: { readonly lesson: LessonSummary; readonly meId: string }) => {
  const { t, i18n } = useTranslation('home')
  const isOver = lesson.stage === 'study' || lesson.stage === 'archive'
  const teaches = lesson.sites.some(({ teacher }) => teacher?.userId === meId)
  const [near] = lesson.sites
  return (
    <li className={styles.item} data-over={isOver || undefined}>
      <time className={styles.time} dateTime={lesson.startsAt ?? ''}>
        {lesson.startsAt && clockTime(lesson.startsAt, i18n.language)}
      </time>
      <div className={styles.row}>
        <span className={styles.kind}>{t(teaches ? 'day.teach' : 'day.observe')}</span>
        <Link className={styles.title} to={`/lessons/${lesson.lessonId}`}>
          {lesson.title}
          {!teaches && near?.teacher ? t('day.by', { name: near.teacher.name }) : ''}
          {near?.className ? t('day.class', { name: near.className }) : ''}
        </Link>
        <span className={styles.state}>
          {isOver ? (
            <>
              {t('day.over')}
              <Link to={`/lessons/${lesson.lessonId}/study`}>{t('day.study')}</Link>
            </>
          ) : (
            t('day.minutes', { count: lesson.lengthMin })
          )}
        </span>
      </div>
    </li>
  )
}

/** 10:20 and 还有 48 分; for another day its date. */
const useMoment = (lesson: Lesson | null, nowMs: number): { time: string; until: string } => {
  const { t, i18n } = useTranslation('home')
  if (!lesson?.startsAt) return { time: '', until: '' }
  const time = clockTime(lesson.startsAt, i18n.language)
  const days = daysBetween(nowMs, lesson.startsAt)
  if (days === 1) return { time, until: t('day.tomorrow') }
  if (days !== 0) return { time, until: shortDate(lesson.startsAt, i18n.language) }
  const minutes = Math.ceil((Date.parse(lesson.startsAt) - nowMs) / 60_000)
  if (minutes <= 0) return { time, until: t('day.now') }
  return {
    time,
    until:
      minutes < 90
        ? t('day.inMinutes', { count: minutes })
        : t('day.inHours', { count: Math.round(minutes / 60) }),
  }
}

/** The day as a vertical time line: the next lesson is the only block, everything else one line. */
export const Day = ({ next, today, meId, nowMs, onEnter, isEntering }: DayProps) => {
  const moment = useMoment(next, nowMs)
  const startOf = (lesson: LessonSummary) => Date.parse(lesson.startsAt ?? '')
  const others = today.filter(({ lessonId }) => lessonId !== next?.lessonId)
  const nextMs = next ? startOf(next) : Number.POSITIVE_INFINITY
  const row = (lesson: LessonSummary) => <Row key={lesson.lessonId} lesson={lesson} meId={meId} />
  return (
    <ol className={styles.day}>
      {others.filter((lesson) => startOf(lesson) <= nextMs).map(row)}
      {next && (
        <li className={styles.item} data-next>
          <time className={styles.time} dateTime={next.startsAt ?? ''}>
            {moment.time}
            <small>{moment.until}</small>
          </time>
          <NextLesson
            lesson={next}
            meId={meId}
            nowMs={nowMs}
            time={moment.time}
            until={moment.until}
            onEnter={onEnter}
            isEntering={isEntering}
          />
        </li>
      )}
      {others.filter((lesson) => startOf(lesson) > nextMs).map(row)}
    </ol>
  )
}
