import { drawTimecode } from './timecode.ts'

const SIZE = { width: 640, height: 360 } as const
const FRAMES_PER_SECOND = 12
const BEEP_HZ = 880
const BEEP_S = 0.05
const BEEP_GAIN = 0.06

const clockText = (ms: number): string => {
  const sign = ms < 0 ? '-' : ''
  const tenths = Math.floor(Math.abs(ms) / 100)
  const seconds = Math.floor(tenths / 10) % 60
  const minutes = Math.floor(tenths / 600)
  return `${sign}${minutes}:${String(seconds).padStart(2, '0')}.${tenths % 10}`
}

const draw = (context: CanvasRenderingContext2D, atMs: number, label: string): void => {
  context.fillStyle = '#2a3338'
  context.fillRect(0, 0, SIZE.width, SIZE.height)
  drawTimecode(context, SIZE, atMs)
  context.fillStyle = '#e9eef0'
  context.textAlign = 'center'
  context.font = '500 84px sans-serif'
  context.fillText(clockText(atMs), SIZE.width / 2, 258)
  context.font = '28px sans-serif'
  context.fillText(label, SIZE.width / 2, 318)
}

/** A soft beep on each full second, asked for a little ahead so that it is on time. */
const createBeeper = (context: AudioContext, sink: AudioNode) => {
  let lastSecond: number | null = null
  return (atMs: number): void => {
    const next = Math.ceil((atMs + 1) / 1000)
    const inMs = next * 1000 - atMs
    if (inMs > 200 || next === lastSecond) return
    lastSecond = next
    const tone = context.createOscillator()
    const gain = context.createGain()
    const startS = context.currentTime + inMs / 1000
    tone.frequency.value = BEEP_HZ
    gain.gain.value = BEEP_GAIN
    tone.connect(gain).connect(sink)
    tone.start(startS)
    tone.stop(startS + BEEP_S)
  }
}

/** Inaudible, but it keeps the track flowing: a destination without a source sends nothing at all. */
const hum = (context: AudioContext, sink: AudioNode): void => {
  const tone = context.createOscillator()
  const gain = context.createGain()
  tone.frequency.value = 110
  gain.gain.value = 0.0005
  tone.connect(gain).connect(sink)
  tone.start()
}

/**
 * Picture and sound for a machine without a camera: a readable clock, the same time as blocks that
 * `readTimecode` understands, and a beep on each full second.
 */
export const createTestPicture = (options: {
  readonly sessionNow: () => number
  readonly label: string
}): { readonly video: MediaStreamTrack; readonly audio: MediaStreamTrack; stop(): void } | null => {
  const canvas = document.createElement('canvas')
  canvas.width = SIZE.width
  canvas.height = SIZE.height
  const context = canvas.getContext('2d')
  if (!context || typeof canvas.captureStream !== 'function') return null
  const sound = new AudioContext()
  const sink = sound.createMediaStreamDestination()
  const beep = createBeeper(sound, sink)
  hum(sound, sink)
  const wake = (): void => void sound.resume().catch(() => undefined)
  wake()
  window.addEventListener('pointerdown', wake, { once: true })
  const tick = (): void => {
    const atMs = options.sessionNow()
    draw(context, atMs, options.label)
    beep(atMs)
  }
  tick()
  const [video] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks()
  const [audio] = sink.stream.getAudioTracks()
  if (!video || !audio) return null
  const timer = setInterval(tick, 1000 / FRAMES_PER_SECOND)
  return {
    video,
    audio,
    stop: () => {
      clearInterval(timer)
      window.removeEventListener('pointerdown', wake)
      video.stop()
      audio.stop()
      void sound.close()
    },
  }
}
