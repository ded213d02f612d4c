import type { Site } from '#shared/lessons/model.ts'
import type { CommentKind } from '#shared/plans/comments.ts'

/** Keys of the sample's people; see cast.ts. */
export type CastKey = 'shen' | 'lin' | 'shi' | 'gu' | 'he' | 'tian' | 'zhou' | 'li'

export interface SampleStep {
  readonly title: string
  readonly minutes: number
  readonly lead: string
  readonly assist: string
  readonly student: string
  readonly intent: string
  readonly firstPage: number
}

export interface SampleObjective {
  readonly text: string
  readonly competency: string
}

export interface SampleHomework {
  readonly tier: '基础' | '拓展' | '实践'
  readonly text: string
  readonly purpose: string
  readonly minutes: number
}

/** A lesson plan as plain data; the loader turns it into the collaborative document. */
export interface SamplePlan {
  readonly title: string
  readonly info: readonly (readonly [label: string, value: string])[]
  readonly material: readonly string[]
  readonly learners: readonly string[]
  readonly objectives: readonly SampleObjective[]
  readonly keyPoint: string
  readonly difficulty: string
  readonly preparation: readonly string[]
  readonly steps: readonly SampleStep[]
  readonly board: readonly string[]
  readonly homework: readonly SampleHomework[]
}

export interface SampleReply {
  readonly author: CastKey
  readonly text: string
  /** Minutes before the sample was loaded. */
  readonly minutesAgo: number
}

/** A thread in the plan's margin: `quote` stands word for word in the plan, in the named step if any. */
export interface SampleThread {
  readonly kind: CommentKind
  readonly quote: string
  /** Index into the plan's steps, or null for the parts before and after them. */
  readonly step: number | null
  readonly messages: readonly SampleReply[]
  readonly resolvedBy: CastKey | null
}

/** Who speaks: a teacher by key, one pupil, or the class together. */
export type Speaker = 'zhou' | 'li' | 'pupilA' | 'pupilB' | 'class' | 'pairs'

export interface Utterance {
  readonly id: string
  readonly site: Site
  readonly speaker: Speaker
  readonly startMs: number
  readonly endMs: number
  readonly words: string
}

export interface TaughtStep {
  readonly index: number
  readonly startMs: number
  readonly endMs: number
}

export interface PageChange {
  readonly atMs: number
  readonly page: number
}

/** `offer` and `request` are answered by the next change of holder, `take` needs no answer. */
export interface FloorChange {
  readonly atMs: number
  readonly site: Site
  readonly by: 'start' | 'request' | 'offer' | 'take'
  /** When the request or the offer was made; equals `atMs` for `start` and `take`. */
  readonly askedMs: number
}

export interface InkStroke {
  readonly id: string
  readonly site: Site
  readonly page: number
  readonly startMs: number
  readonly width: number
  /** Flat triples x, y (0…1 of the slide) and milliseconds since `startMs`. */
  readonly points: readonly number[]
}

export interface RecordingComment {
  readonly id: string
  readonly author: CastKey
  readonly startMs: number
  readonly endMs: number
  readonly site: Site | null
  readonly text: string
  readonly replyTo: string | null
}

export interface StPass {
  readonly coder: CastKey
  readonly deltaMs: number
  /** One letter per cell of `deltaMs`. */
  readonly letters: string
}
