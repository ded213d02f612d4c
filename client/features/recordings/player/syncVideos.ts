import type { Part } from '#shared/recordings/model.ts'
import type { PlayerClock } from './createPlayerClock.ts'
import { follow } from './follow.ts'
import { isRecorded, partAt, partSoon } from './partAt.ts'
import type { PlayerTrack, SiteState } from './types.ts'

/** While standing, a picture this close to its moment is the right one. */
const STILL_S = 0.01

type Player<P extends Part> = {
  readonly track: PlayerTrack<P>
  readonly video: HTMLVideoElement
  part: P | null
  /** Its file has not begun yet: the first picture stands. */
  waits: boolean
  hasFailed: boolean
  seeksSeen: number
}

type Options<P extends Part> = {
  readonly clock: PlayerClock
  /** The first that has a picture drives, the others follow. */
  readonly players: readonly {
    readonly track: PlayerTrack<P>
    readonly video: HTMLVideoElement
  }[]
  readonly partUrl: (part: P) => string
  readonly onState: (states: readonly SiteState[]) => void
}

const load = <P extends Part>(
  player: Player<P>,
  part: P | null,
  partUrl: (part: P) => string,
): void => {
  if (player.part?.partId === part?.partId) return
  player.part = part
  player.hasFailed = false
  if (part) player.video.src = partUrl(part)
  else player.video.removeAttribute('src')
  player.video.load()
}

const place = <P extends Part>(player: Player<P>, atMs: number): number =>
  player.part ? Math.max(0, atMs - player.part.startMs) / 1000 : 0

const start = (video: HTMLVideoElement, clock: PlayerClock): void => {
  if (!video.paused || video.ended) return
  video.play().catch((thrown: unknown) => {
    // The browser wants a touch first: the clock stands, and the button says so.
    if (thrown instanceof DOMException && thrown.name === 'NotAllowedError') clock.pause()
  })
}

const sync = <P extends Part>(
  player: Player<P>,
  clock: PlayerClock,
  atMs: number,
  drives: boolean,
): void => {
  const { video } = player
  const shouldS = place(player, atMs)
  const isJump = player.seeksSeen !== clock.seeks()
  if (!player.part || player.hasFailed) {
    video.pause()
    return
  }
  // Before the head has arrived a jump would be lost; it is made when it is known.
  if (video.readyState < HTMLMediaElement.HAVE_METADATA) return
  player.seeksSeen = clock.seeks()
  if (isJump && Math.abs(video.currentTime - shouldS) > STILL_S) video.currentTime = shouldS
  if (!clock.playing() || player.waits) {
    video.pause()
    if (!video.seeking && Math.abs(video.currentTime - shouldS) > 0.06) video.currentTime = shouldS
    return
  }
  if (drives || video.seeking) video.playbackRate = clock.rate()
  else {
    const { seekToS, rate } = follow(video.currentTime, shouldS, clock.rate())
    if (seekToS !== null) video.currentTime = seekToS
    video.playbackRate = rate
  }
  start(video, clock)
}

const stateOf = <P extends Part>(player: Player<P>, atMs: number): SiteState => {
  if (player.hasFailed) return 'failed'
  const hasPicture = isRecorded(player.track, player.waits ? (player.part?.startMs ?? atMs) : atMs)
  return hasPicture ? 'shown' : 'absent'
}

/**
 * Steps with every new picture of the driving video, so that slides and playhead change with what
 * is seen; with every frame of the page where no video drives or the browser cannot say.
 */
const nextStep = (video: HTMLVideoElement | undefined, act: () => void): (() => void) => {
  if (video && !video.paused && !video.seeking && 'requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(act)
    // A stalled video has no pictures; the page must still notice the end of the stall.
    const late = setTimeout(act, 250)
    return () => {
      video.cancelVideoFrameCallback(handle)
      clearTimeout(late)
    }
  }
  const handle = requestAnimationFrame(act)
  return () => cancelAnimationFrame(handle)
}

const createPlayers = <P extends Part>(options: Options<P>): readonly Player<P>[] =>
  options.players.map(({ track, video }) => ({
    ...{ track, video, part: null, waits: false, hasFailed: false },
    seeksSeen: -1,
  }))

/**
 * Keeps the videos of all sites on the session clock until the returned function is called. The
 * driving video's time is the clock's; the others stay within 60 ms of it.
 */
export const syncVideos = <P extends Part>(options: Options<P>): (() => void) => {
  const { clock, partUrl, onState } = options
  const players = createPlayers(options)
  let cancelStep: () => void = () => undefined
  let shown = ''

  const canDrive = (player: Player<P>): boolean =>
    player.part !== null && !player.waits && !player.hasFailed && !player.video.ended
  const driver = (): Player<P> | undefined => players.find(canDrive)

  clock.setSource(() => {
    const own = driver()
    if (!own?.part || own.video.readyState < HTMLMediaElement.HAVE_METADATA) return null
    // A jump the video has not made yet.
    if (own.seeksSeen !== clock.seeks()) return null
    return own.part.startMs + own.video.currentTime * 1000
  })

  const update = (): void => {
    const atMs = clock.now()
    for (const player of players) {
      load(player, partSoon(player.track, atMs), partUrl)
      player.waits = player.part !== null && partAt(player.track, atMs) === null
    }
    const own = driver()
    for (const player of players) sync(player, clock, atMs, player === own)
    const states = players.map((player) => stateOf(player, atMs))
    if (states.join() !== shown) {
      shown = states.join()
      onState(states)
    }
  }
  const loop = (): void => {
    cancelStep()
    if (!clock.playing()) return
    cancelStep = nextStep(driver()?.video, () => {
      cancelStep()
      clock.advance()
    })
  }
  const stopHearing = clock.subscribe(() => {
    update()
    loop()
  })
  const undo = players.map((player) => {
    const fail = (): void => {
      // Taking the source away is an "error" too.
      if (!player.part || !player.video.error) return
      player.hasFailed = true
      update()
    }
    player.video.addEventListener('error', fail)
    player.video.addEventListener('loadedmetadata', update)
    return () => {
      player.video.removeEventListener('error', fail)
      player.video.removeEventListener('loadedmetadata', update)
      player.video.pause()
    }
  })
  update()
  loop()
  return () => {
    cancelStep()
    stopHearing()
    clock.setSource(null)
    for (const act of undo) act()
  }
}
