import type { ClassroomState } from '#shared/classrooms/model.ts'

/** What is known of one site's sound and picture on this device. */
export type LinkFacts = {
  readonly media: ClassroomState['media']
  readonly isMine: boolean
  /** This page itself has its way to the server. */
  readonly isOnline: boolean
  /** Somebody of this site is in the classroom. */
  readonly isHere: boolean
  /** One of its devices gives sound and picture. */
  readonly publishes: boolean
  readonly connection: 'connecting' | 'connected' | 'reconnecting' | 'waiting' | 'none'
  readonly quality: 'good' | 'poor' | 'lost' | 'unknown'
  readonly hasVideo: boolean
  readonly hasAudio: boolean
  readonly videoHeight: number | null
}

export type LinkSentence = {
  readonly key: string
  readonly height?: number
  readonly tone: 'fine' | 'warn' | 'quiet'
  /** 0…6 lit rungs beside the sentence. */
  readonly rungs: number
}

const LADDER = [720, 540, 360, 180] as const

/** The rung of the ladder a picture of this height stands on, 3…6. */
const rungOf = (height: number | null): number => {
  if (height === null) return 4
  const index = LADDER.findIndex((rung) => height >= rung - 20)
  return index < 0 ? 3 : 6 - index
}

const broken = (facts: LinkFacts): LinkSentence | null => {
  if (facts.media !== 'ready') return { key: `link.${facts.media}`, tone: 'warn', rungs: 1 }
  if (facts.connection === 'none') return { key: 'link.notHere', tone: 'quiet', rungs: 1 }
  const hearsNothing = facts.isMine || (!facts.hasVideo && !facts.hasAudio)
  if (!facts.isOnline && hearsNothing) return { key: 'link.reconnecting', tone: 'warn', rungs: 1 }
  if (facts.connection === 'reconnecting' || facts.connection === 'waiting')
    return { key: 'link.reconnecting', tone: 'warn', rungs: 1 }
  return null
}

/** How a site's sound and picture are, as one sentence; never a colour alone. */
export const linkSentence = (facts: LinkFacts): LinkSentence => {
  if (!facts.isHere) return { key: 'link.nobody', tone: 'quiet', rungs: 0 }
  const trouble = broken(facts)
  if (trouble) return trouble
  if (!facts.publishes) return { key: 'link.listening', tone: 'quiet', rungs: 1 }
  if (facts.connection === 'connecting' || (!facts.hasVideo && !facts.hasAudio && !facts.isMine))
    return { key: 'link.connecting', tone: 'quiet', rungs: 1 }
  if (facts.quality === 'lost') return { key: 'link.lost', tone: 'warn', rungs: 1 }
  if (!facts.hasVideo)
    return facts.hasAudio
      ? { key: 'link.soundOnly', tone: 'quiet', rungs: 2 }
      : { key: 'link.nothing', tone: 'quiet', rungs: 1 }
  const rungs = rungOf(facts.videoHeight)
  const height = LADDER[6 - rungs] ?? 180
  if (facts.quality === 'poor') return { key: 'link.lowered', height, tone: 'warn', rungs }
  // A small tile is sent a small picture on purpose; on a good link that is no loss.
  if (!facts.hasAudio) return { key: 'link.muted', tone: 'quiet', rungs: 6 }
  return { key: 'link.fine', tone: 'fine', rungs: 6 }
}
