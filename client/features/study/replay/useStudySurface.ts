import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaybackClock } from '#client/lib/playback/PlaybackClock.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { ClassroomEvent } from '#shared/classrooms/events.ts'
import { sites as allSites, type Lesson, type Site } from '#shared/lessons/model.ts'
import type { Recording } from '#shared/recordings/model.ts'
import { useComposer } from '../marks/useComposer.ts'
import { createWindow } from '../timeline/createWindow.ts'
import { useReplayKeys } from './useReplayKeys.ts'
import { useStudy } from './useStudy.ts'

/** The names of the rooms as the surfaces call them: the school, or which side it is. */
const useSchools = (lesson: Lesson): Readonly<Record<Site, string>> => {
  const { t } = useTranslation('study')
  return useMemo(() => {
    const nameOf = (site: Site): string =>
      lesson.sites.find((own) => own.site === site)?.school || t(`site.${site}`)
    return { near: nameOf('near'), far: nameOf('far') }
  }, [lesson.sites, t])
}

/** What timeline, panel, slide and keys of one replay page share. Made once by the page. */
export const useStudySurface = (input: {
  readonly recording: Recording
  readonly lesson: Lesson
  readonly events: readonly ClassroomEvent[]
  readonly me: PersonCard
  readonly clock: PlaybackClock
}) => {
  const study = useStudy(input)
  const composer = useComposer(input.clock, study.range, study.marks.create)
  const control = useMemo(() => createWindow(study.range), [study.range])
  const schools = useSchools(input.lesson)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const { sites: lessonSites } = input.lesson
  const sites = useMemo(
    () => allSites.filter((site) => lessonSites.some((own) => own.site === site)),
    [lessonSites],
  )
  useReplayKeys({ study, composer, control, openHelp: () => setHelpOpen(true) })
  return {
    study,
    composer,
    control,
    schools,
    sites,
    events: input.events,
    help: { isOpen: isHelpOpen, open: () => setHelpOpen(true), close: () => setHelpOpen(false) },
  }
}
export type StudySurface = ReturnType<typeof useStudySurface>
