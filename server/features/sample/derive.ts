import type { Site } from '#shared/lessons/model.ts'
import type { SwitchPoint } from '#shared/study/model.ts'
import type { StPass, Utterance } from './types.ts'

/** A stretch in which a site talks, and whether its teacher or its pupils do. */
export type TalkStretch = {
  readonly site: Site
  readonly startMs: number
  readonly endMs: number
  readonly voice: 'teacher' | 'pupils'
}

/** Talk strips: the utterances, without their words. */
export const talkStretches = (utterances: readonly Utterance[]): readonly TalkStretch[] =>
  utterances.map(({ site, speaker, startMs, endMs }) => ({
    site,
    startMs,
    endMs,
    voice: speaker === 'zhou' || speaker === 'li' ? 'teacher' : 'pupils',
  }))

/** One letter per cell becomes the moments at which the letter changes. */
export const switchPoints = (pass: StPass): readonly SwitchPoint[] =>
  [...pass.letters].flatMap((letter, cell) =>
    letter === pass.letters[cell - 1]
      ? []
      : [{ atMs: cell * pass.deltaMs, code: letter === 'T' ? ('T' as const) : ('S' as const) }],
  )
