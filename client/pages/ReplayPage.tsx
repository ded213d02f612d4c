import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import {
  RecordingStatus,
  TrackLabels,
  Transport,
  TwoSitePlayer,
  usePlayer,
  useRecording,
} from '#client/features/recordings/index.ts'
import {
  MomentSlide,
  NowStrip,
  ReplayTools,
  StepStrip,
  StudyPanel,
  type StudySurface,
  StudyTimeline,
  ThumbKeys,
  useStudySurface,
} from '#client/features/study/index.ts'
import { call } from '#client/lib/api/call.ts'
import { lessonKey } from '#client/lib/api/lessonKey.ts'
import { present } from '#client/lib/errors/present.ts'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import type { PersonCard } from '#shared/accounts/model.ts'
import { readClassroomEvents } from '#shared/classrooms/contract.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import { readLesson } from '#shared/lessons/contract.ts'
import { type Lesson, type Site, stageSchema } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { ForPerson } from './ForPerson.tsx'
import styles from './ReplayPage.module.css'
import { type PageSize, usePageSize } from './usePageSize.ts'

type Loaded = {
  readonly recording: Recording
  readonly lesson: Lesson
  readonly events: readonly ClassroomEvent[]
  readonly me: PersonCard
}

const Labels = ({ lesson, recording }: Pick<Loaded, 'lesson' | 'recording'>) => {
  const school = (site: Site) => lesson.sites.find((one) => one.site === site)?.school ?? ''
  return <TrackLabels recording={recording} names={{ near: school('near'), far: school('far') }} />
}

const Top = ({ lesson, recording }: Pick<Loaded, 'lesson' | 'recording'>) => {
  const { t, i18n } = useTranslation('study')
  const teachers = lesson.sites.flatMap(({ teacher }) => (teacher ? [teacher.name] : []))
  const day = new Date(recording.createdAt).toLocaleDateString(i18n.language, {
    month: 'long',
    day: 'numeric',
  })
  return (
    <Bar
      night
      left={
        <>
          <Link
            to={`/lessons/${lesson.lessonId}/study`}
            className={styles.back}
            aria-label={t('page.back')}
          >
            <Icon name="chevronLeft" />
          </Link>
          <h1 className={styles.title}>{lesson.title}</h1>
          <span className={styles.meta}>
            {[lesson.unit, teachers.join('、'), day].filter(Boolean).join(' · ')}
          </span>
        </>
      }
      middle={
        <nav className={styles.stages} aria-label={t('page.stages')}>
          {stageSchema.options.map((stage) => (
            <Link
              key={stage}
              to={`/lessons/${lesson.lessonId}/${stage}`}
              aria-current={stage === 'study' ? 'page' : undefined}
            >
              {t(`page.${stage}`)}
            </Link>
          ))}
        </nav>
      }
      right={
        recording.status === 'ready' &&
        lesson.abilities.includes('manage') && <Labels lesson={lesson} recording={recording} />
      }
    />
  )
}

/** Both pictures; on a tablet one with a switch, on a phone the sound alone. Both always play. */
const Videos = (props: {
  readonly player: ReturnType<typeof usePlayer>
  readonly surface: StudySurface
  readonly size: PageSize
}) => {
  const { player, surface, size } = props
  const { t } = useTranslation('study')
  const [shown, setShown] = useState<Site>('near')
  const show = { desk: 'both', tablet: shown, phone: 'none' }[size]
  return (
    <div className={styles.videos} data-show={show}>
      {size === 'tablet' && surface.sites.length > 1 && (
        <Segmented
          label={t('page.pictures')}
          value={shown}
          options={surface.sites.map((site) => ({ value: site, label: surface.schools[site] }))}
          onValue={setShown}
          night
        />
      )}
      <TwoSitePlayer player={player} names={surface.schools} />
    </div>
  )
}

/** Both rooms, the slide of that moment, everything on one clock, and what people make of it. */
const Replay = (loaded: Loaded) => {
  const { recording, lesson } = loaded
  const { t } = useTranslation('study')
  const player = usePlayer(recording)
  const surface = useStudySurface({ ...loaded, clock: player.clock })
  const size = usePageSize()
  const videos = <Videos player={player} surface={surface} size={size} />
  const slide = (
    <div className={styles.slide}>
      <MomentSlide surface={surface} />
    </div>
  )
  const transport = (
    <div className={styles.transport}>
      <Transport player={player} />
      {size !== 'phone' && <ReplayTools surface={surface} />}
    </div>
  )
  const panel = (
    <aside className={styles.panel} aria-label={t('page.panel')}>
      <StudyPanel surface={surface} />
    </aside>
  )
  return (
    <div className={`${styles.page} night`}>
      <div className={styles.top}>
        <Top lesson={lesson} recording={recording} />
      </div>
      <main className={styles.main}>
        <div className={styles.stage}>
          {videos}
          <div className={styles.lesson}>
            {slide}
            {size === 'phone' && <StepStrip surface={surface} />}
            <NowStrip surface={surface} />
          </div>
        </div>
        {transport}
        {size !== 'phone' && (
          <div className={styles.timeline}>
            <StudyTimeline surface={surface} />
          </div>
        )}
      </main>
      {panel}
      {size === 'phone' && <ThumbKeys surface={surface} />}
    </div>
  )
}

/** A whole screen of one thing: not here yet, or not to be had. */
const Wait = ({ children }: { readonly children: ReactNode }) => (
  <div className={`${styles.night} night`}>
    <main className={styles.wait}>{children}</main>
  </div>
)

/** What the page needs before anything can be shown. The log is only there when there was a classroom. */
const useLoaded = (recordingId: string) => {
  const recording = useRecording(recordingId)
  const lessonId = recording.data?.lessonId
  const classroomId = recording.data?.classroomId
  const lesson = useQuery({
    queryKey: lessonKey(lessonId ?? ''),
    queryFn: () => call(readLesson, { params: { lessonId: lessonId ?? '' } }),
    enabled: lessonId !== undefined,
  })
  const events = useQuery({
    queryKey: ['classroom-events', classroomId],
    queryFn: async () =>
      (await call(readClassroomEvents, { params: { classroomId: classroomId ?? '' } })).events,
    enabled: Boolean(classroomId) && recording.data?.status === 'ready',
    // The lesson is over: its log does not change any more.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const log = classroomId === null ? NO_EVENTS : events.data
  return {
    recording: recording.data,
    lesson: lesson.data,
    events: log,
    error: recording.error ?? lesson.error ?? events.error,
  }
}

const NO_EVENTS: readonly ClassroomEvent[] = []

/** `/recordings/:recordingId` */
export const ReplayPage = () => {
  const { recordingId = '' } = useParams()
  const { t } = useTranslation('study')
  const { recording, lesson, events, error } = useLoaded(recordingId)
  if (error && !(recording && lesson && events))
    return (
      <Wait>
        <EmptyState
          night
          title={t('tab.failed')}
          text={present(error)}
          action={
            <LinkButton to="/lessons" night>
              {t('page.lessons')}
            </LinkButton>
          }
        />
      </Wait>
    )
  if (recording && lesson && recording.status !== 'ready')
    return (
      <div className={`${styles.night} night`}>
        <Top lesson={lesson} recording={recording} />
        <main className={styles.wait}>
          <div className={styles.card}>
            <RecordingStatus recording={recording} />
          </div>
        </main>
      </div>
    )
  const waiting = (
    <Wait>
      <Busy night words={t('page.loading')} />
    </Wait>
  )
  if (!recording || !lesson || !events) return waiting
  return (
    <ForPerson waiting={waiting}>
      {(me) => <Replay key={recordingId} {...{ recording, lesson, events, me }} />}
    </ForPerson>
  )
}
