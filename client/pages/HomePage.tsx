import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import {
  ActivityLine,
  Day,
  homeQuery,
  longDate,
  PageProblem,
  RemoveSample,
  StageSquares,
  useGroupFeed,
  useNow,
  useWhen,
  WaitingList,
  Week,
} from '#client/features/lessons/index.ts'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Me } from '#shared/accounts/model.ts'
import { openClassroom } from '#shared/classrooms/contract.ts'
import type { ResultOf } from '#shared/http/endpoint.ts'
import type { readHome } from '#shared/lessons/contract.ts'
import styles from './HomePage.module.css'

type Home = ResultOf<typeof readHome>

/** The form is only fetched by who makes a lesson: the day must be there at once. */
const NewLesson = lazy(() => import('./NewLesson.tsx').then((m) => ({ default: m.NewLesson })))

const useEnter = (lessonId: string) => {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => call(openClassroom, { params: { lessonId } }),
    onSuccess: ({ classroomId }) => navigate(`/classrooms/${classroomId}`),
    onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
  })
}

const EmptyDay = ({ home, onNew }: { readonly home: Home; readonly onNew: ReactNode }) => {
  const { t } = useTranslation('home')
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{t('empty.title')}</p>
      <p>{t('empty.text')}</p>
      <div className={styles.emptyActions}>{onNew}</div>
      {home.recent.length > 0 && (
        <>
          <h2>{t(home.sample ? 'empty.sample' : 'empty.recent')}</h2>
          <ul>
            {home.recent.map((lesson) => (
              <li key={lesson.lessonId}>
                <Link to={`/lessons/${lesson.lessonId}`}>{lesson.title}</Link>
                <StageSquares stage={lesson.stage} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

const Today = ({
  home,
  me,
  nowMs,
}: {
  readonly home: Home
  readonly me: Me
  readonly nowMs: number
}) => {
  const { t, i18n } = useTranslation('home')
  const [isMaking, setMaking] = useState(false)
  const enter = useEnter(home.next?.lessonId ?? '')
  const isEmpty = home.next === null && home.today.length === 0
  const newLesson = (
    <Button
      size={isEmpty ? 'm' : 's'}
      kind={isEmpty ? 'primary' : 'outline'}
      icon="plus"
      onClick={() => setMaking(true)}
    >
      {t('newLesson')}
    </Button>
  )
  return (
    <section className={styles.today}>
      <div className={styles.head}>
        <h1>{t('today')}</h1>
        <span>{longDate(nowMs, i18n.language)}</span>
        {!isEmpty && newLesson}
      </div>
      {isEmpty ? (
        <EmptyDay home={home} onNew={newLesson} />
      ) : (
        <>
          {home.today.length === 0 && <p className={styles.free}>{t('free')}</p>}
          <Day
            next={home.next}
            today={home.today}
            meId={me.userId}
            nowMs={nowMs}
            onEnter={() => enter.mutate()}
            isEntering={enter.isPending}
          />
        </>
      )}
      {isMaking && (
        <Suspense fallback={null}>
          <NewLesson me={me} onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </section>
  )
}

const Side = ({
  home,
  me,
  nowMs,
}: {
  readonly home: Home
  readonly me: Me
  readonly nowMs: number
}) => {
  const { t } = useTranslation('home')
  const when = useWhen()
  return (
    <aside className={styles.side}>
      <section>
        <h2>
          {t('waiting.title')}
          {home.waiting.length > 0 && <span className="num">{home.waiting.length}</span>}
        </h2>
        <WaitingList waiting={home.waiting} nowMs={nowMs} />
      </section>
      <section>
        <h2>{t('activity')}</h2>
        <ul>
          {home.activity.slice(0, 5).map((activity) => (
            <ActivityLine
              key={activity.id}
              activity={activity}
              when={when(activity.at, nowMs)}
              withTitle
            />
          ))}
        </ul>
        {home.activity.length === 0 && <p className={styles.none}>{t('activityNone')}</p>}
        {home.sample && (
          <div className={styles.sample}>
            <p>{t('sample.note')}</p>
            {me.isAdmin && <RemoveSample />}
          </div>
        )}
      </section>
    </aside>
  )
}

/** A teacher's day. */
export const HomePage = () => {
  const { t } = useTranslation('home')
  const me = useMe()
  const { data: home, error, refetch } = useQuery(homeQuery)
  const nowMs = useNow(20_000)
  const group = me?.memberships.find(({ orgKind }) => orgKind === 'group')
  useGroupFeed(group?.orgId ?? null, homeQuery.queryKey)
  const place = [home?.schoolName, home?.groupName].filter(Boolean).join(' · ')
  return (
    <div className={styles.page}>
      <Bar
        left={<span className={styles.place}>{place}</span>}
        right={me && <Avatar name={me.name} hue={me.hue} />}
      />
      {home && me ? (
        <main className={styles.main}>
          <Today home={home} me={me} nowMs={nowMs} />
          <Side home={home} me={me} nowMs={nowMs} />
          <Week lessons={home.week} nowMs={nowMs} />
        </main>
      ) : error ? (
        <PageProblem error={error} onRetry={() => void refetch()} />
      ) : (
        <Busy words={t('loading')} />
      )}
    </div>
  )
}
