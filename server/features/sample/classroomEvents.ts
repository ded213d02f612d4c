import type { ClassroomEvent, ClassroomEventData } from '#shared/classrooms/events.ts'
import { otherSite, type PlanStep, type Site } from '#shared/lessons/model.ts'
import { floor, ink, LENGTH_MS, pages, steps } from './wangtianmenshan.ts'

export type Event = Omit<ClassroomEvent, 'seq'>

/** Who acts at a site: its teacher. */
export type SiteActor = { readonly actorId: string; readonly actorName: string }
export type SiteActors = Readonly<Record<Site, SiteActor>>

const at = (atMs: number, actor: SiteActor, data: ClassroomEventData): Event => ({
  atMs,
  actorId: actor.actorId,
  actorName: actor.actorName,
  data,
})

const opening = (actors: SiteActors): Event[] => [
  at(0, actors.near, { type: 'lesson.started' }),
  at(0, actors.near, {
    type: 'person.joined',
    name: actors.near.actorName,
    role: 'lead',
    site: 'near',
  }),
  at(0, actors.far, {
    type: 'person.joined',
    name: actors.far.actorName,
    role: 'assist',
    site: 'far',
  }),
  at(0, actors.near, { type: 'recording.requested' }),
  at(0, actors.near, { type: 'recording.answered', answer: 'agreed' }),
  at(0, actors.far, { type: 'recording.answered', answer: 'agreed' }),
  at(0, actors.near, { type: 'recording.started' }),
]

const floorEvents = (actors: SiteActors): Event[] =>
  floor.flatMap(({ atMs, askedMs, site, by }) => {
    if (by === 'start') return []
    const taken = at(atMs, actors[site], { type: 'floor.taken', site })
    if (by === 'take') return [taken]
    const asked =
      by === 'request'
        ? at(askedMs, actors[site], { type: 'floor.requested', site })
        : at(askedMs, actors[otherSite(site)], { type: 'floor.offered', to: site })
    return [asked, taken]
  })

/** The finished lesson's log, as the classroom would have written it. */
export const classroomEvents = (actors: SiteActors, planned: readonly PlanStep[]): Event[] => {
  const events: Event[] = [
    ...opening(actors),
    ...steps.map(({ index, startMs }) =>
      at(startMs, actors.near, {
        type: 'step.changed',
        index,
        stepId: planned[index]?.stepId ?? '',
        title: planned[index]?.title ?? '',
      }),
    ),
    ...pages.map(({ atMs, page }) => at(atMs, actors.near, { type: 'page.changed', page })),
    ...floorEvents(actors),
    ...ink.map(({ id, site, page, startMs, width, points }) =>
      at(startMs, actors[site], {
        type: 'ink.drawn',
        strokeId: id,
        site,
        page,
        width,
        points: [...points],
      }),
    ),
    at(LENGTH_MS, actors.near, { type: 'recording.stopped' }),
    at(LENGTH_MS, actors.near, { type: 'lesson.ended' }),
  ]
  return events.sort((a, b) => a.atMs - b.atMs)
}
