import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { sessionNow } from '#client/lib/feed/sessionClock.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { deviceId, onDeviceRenewed } from '#client/lib/session/deviceId.ts'
import { useMe } from '#client/lib/session/useSession.ts'
import type { OpenDoc } from '#client/lib/sync/openDoc.ts'
import { useDoc } from '#client/lib/sync/useDoc.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Me } from '#shared/accounts/model.ts'
import type { ClassroomCommand } from '#shared/classrooms/contract.ts'
import type { Classroom } from '#shared/classrooms/model.ts'
import type { FeedEvent } from '#shared/feed/events.ts'
import type { ClassroomId } from '#shared/ids.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { docName } from '#shared/sync/docName.ts'
import { classroomQuery, command } from '../classroomsApi.ts'
import { createInkStore } from '../ink/inkStore.ts'
import { ClassroomContext } from './ClassroomContext.ts'
import styles from './ClassroomRoot.module.css'
import { useClassroomState } from './useClassroomState.ts'
import { isMendable, useDocStatus } from './useDocStatus.ts'
import { useIsOnline } from './useIsOnline.ts'

type Ready = {
  readonly classroom: Classroom
  readonly lesson: Lesson
  readonly me: Me
  readonly open: OpenDoc
  readonly children: ReactNode
}

/** Nothing to show but a sentence and the way back. */
const Turned = ({ title }: { readonly title: string }) => {
  const { t } = useTranslation('classrooms')
  return (
    <main className={styles.night}>
      <EmptyState
        night
        title={title}
        action={
          <LinkButton to="/lessons" night>
            {t('toLessons')}
          </LinkButton>
        }
      />
    </main>
  )
}

const Inside = ({ classroom, lesson, me, open, children }: Ready) => {
  const { t } = useTranslation('classrooms')
  const state = useClassroomState(open.doc)
  const status = useDocStatus(open)
  const hasNetwork = useIsOnline()
  const ink = useMemo(() => createInkStore(open.doc), [open.doc])
  if (status.kind === 'refused' && !isMendable(status)) return <Turned title={t('notAllowed')} />
  if (!state) return <Busy night words={t('opening')} />
  const { classroomId, role, site } = classroom
  const send = (what: ClassroomCommand): void => {
    const at = state.startedAtMs === null ? {} : { atMs: sessionNow(state.startedAtMs) }
    void command(classroomId, { ...what, ...at }).catch((thrown: unknown) =>
      showToast(present(thrown), { tone: 'problem' }),
    )
  }
  const room = {
    ...{ classroomId, lesson, state, ink, send },
    doc: open.doc,
    me: { userId: me.userId, name: me.name, role, site },
    isOnline: hasNetwork && status.kind === 'open',
  }
  return <ClassroomContext.Provider value={room}>{children}</ClassroomContext.Provider>
}

const WithDoc = (props: Omit<Ready, 'open'>) => {
  const { t } = useTranslation('classrooms')
  const { classroom, me } = props
  const [opening, setOpening] = useState(0)
  const name = docName('classroom', classroom.classroomId)
  // A tab that had to take another is listed under that from now on.
  const device = useSyncExternalStore(onDeviceRenewed, deviceId)
  const open = useDoc({ name, userId: me.userId, deviceId: device, opening })
  // A document that refused what was drawn is opened anew, with what everybody else has. The desk stays,
  // for camera and recorder have nothing to do with it.
  useDocStatus(open, () => setOpening((count) => count + 1))
  return open ? <Inside {...props} open={open} /> : <Busy night words={t('opening')} />
}

/** Opens one classroom for this page: who one is in it, its live document, its ink. */
export const ClassroomRoot = (props: {
  readonly classroomId: ClassroomId
  readonly children: ReactNode
}) => {
  const { t } = useTranslation('classrooms')
  const me = useMe()
  const { data, error, refetch } = useQuery(classroomQuery(props.classroomId))
  // The other teacher has checked their devices, or the lesson's people have changed.
  const again = (): void => void refetch()
  const hear = ({ type }: FeedEvent): void => {
    if (type === 'lesson.changed') again()
  }
  useFeed(data ? `lesson:${data.lesson.lessonId}` : null, hear, again)
  if (error && !data) return <Turned title={present(error)} />
  if (!data || !me) return <Busy night words={t('opening')} />
  return (
    <WithDoc key={props.classroomId} classroom={data.classroom} lesson={data.lesson} me={me}>
      {props.children}
    </WithDoc>
  )
}
