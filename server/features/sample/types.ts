import type { Site } from '#shared/lessons/model.ts'
import type { CommentKind } from '#shared/plans/comments.ts'

/** Keys of the sample's people; see cast.ts. */
export type CastKey = 'shen' | 'lin' | 'shi' | 'gu' | 'he' | 'tian' | 'zhou' | 'li'

/** A thread in the plan's margin. `quote` stands word for word in the plan, and nowhere before that. */
export interface SampleThread {
  readonly kind: CommentKind
  readonly quote: string
  /** Index into the plan's steps, or null for the parts before and after them. */
  readonly step: number | null
  readonly messages: readonly SampleMessage[]
  readonly resolvedBy: CastKey | null
}

export interface SampleMessage {
  readonly author: CastKey
  readonly text: string
  /** Minutes before the sample was loaded. */
  readonly minutesAgo: number
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
  /** The seat that stands up to speak, where one pupil speaks. */
  readonly seat?: number
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
  readonly author: CastKey
  /** Whose comment this one answers, if any; theirs stands before it. */
  readonly answers?: CastKey
  readonly startMs: number
  readonly endMs: number
  readonly site: Site | null
  readonly text: string
}

export interface StPass {
  readonly coder: CastKey
  readonly deltaMs: number
  /** One letter per cell of `deltaMs`. */
  readonly letters: string
}

/** Raised hands, for the pictures. */
export interface RaisedHands {
  readonly site: Site
  readonly startMs: number
  readonly endMs: number
  readonly seats: readonly number[]
}
