import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Site } from '#shared/lessons/model.ts'
import type { Utterance } from '../types.ts'
import { LENGTH_MS, MEDIA, utterances } from '../wangtianmenshan.ts'
import { PINYIN, VOICES, type Voice } from './speech.ts'

export const RATE = 24_000
/** Loudness is kept per this many milliseconds. */
export const LEVEL_STEP_MS = 100
const FIRST_SPEED = 170

export interface VoiceTrack {
  readonly samples: Float32Array
  /** RMS 0…1 between two moments of session time. */
  readonly rms: (startMs: number, endMs: number) => number
}

function seconds(wav: string): number {
  return Number(execFileSync('soxi', ['-D', wav]).toString())
}

function speak(voice: Voice, pinyin: string, speed: number, wav: string): void {
  const name = `cmn-latn-pinyin+${voice.variant}`
  execFileSync('espeak-ng', [
    '-v',
    name,
    '-s',
    String(speed),
    '-p',
    String(voice.pitch),
    '-w',
    wav,
    pinyin,
  ])
}

/** One voice saying one utterance in exactly its time, with the sound of a classroom. */
function voicePcm(dir: string, voice: Voice, utterance: Utterance): Float32Array {
  const pinyin = PINYIN[utterance.id]
  if (pinyin === undefined) throw new Error(`No pinyin for ${utterance.id}`)
  const wav = join(dir, 'voice.wav')
  const slot = (utterance.endMs - utterance.startMs) / 1000
  speak(voice, pinyin, FIRST_SPEED, wav)
  const speed = Math.round((FIRST_SPEED * seconds(wav)) / slot)
  speak(voice, pinyin, Math.min(Math.max(speed, 90), 240), wav)
  const tempo = Math.min(Math.max(seconds(wav) / slot, 0.6), 1.6)
  const effects = [
    'gain',
    '-3',
    'tempo',
    '-s',
    tempo.toFixed(4),
    'highpass',
    '110',
    'reverb',
    '14',
    '60',
    '35',
    'lowpass',
    '7500',
  ]
  const raw = execFileSync(
    'sox',
    [wav, '-t', 'raw', '-e', 'signed', '-b', '16', '-r', String(RATE), '-c', '1', '-', ...effects],
    {
      maxBuffer: 1 << 26,
    },
  )
  const pcm = new Int16Array(raw.buffer, raw.byteOffset, raw.byteLength >> 1)
  return Float32Array.from(pcm, (value) => value / 32_768)
}

/** Mixes a voice into a track and fades what would run past the utterance's end by more than a reverb. */
function mix(
  track: Float32Array,
  voice: Float32Array,
  at: number,
  length: number,
  gainDb: number,
): void {
  const gain = 10 ** (gainDb / 20)
  const tail = RATE * 0.25
  for (let index = 0; index < voice.length; index++) {
    const target = at + index
    const over = index - length
    const fade = over <= 0 ? 1 : Math.max(0, 1 - over / tail)
    if (target >= 0 && target < track.length) {
      track[target] = (track[target] ?? 0) + (voice[index] ?? 0) * gain * fade
    }
  }
}

/** A very faint room tone, the same on every run. */
function roomTone(track: Float32Array, seed: number): void {
  let state = seed
  let low = 0
  for (let index = 0; index < track.length; index++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    low += 0.03 * (state / 0x3fffffff - 1 - low)
    track[index] = (track[index] ?? 0) + low * 0.006
  }
}

function limit(track: Float32Array): void {
  let peak = 0
  for (const value of track) peak = Math.max(peak, Math.abs(value))
  const gain = peak > 0 ? 0.82 / peak : 1
  for (let index = 0; index < track.length; index++) track[index] = (track[index] ?? 0) * gain
}

export function makeVoiceTrack(site: Site): VoiceTrack {
  const dir = mkdtempSync(join(tmpdir(), 'yanke-voices-'))
  const { startMs } = MEDIA[site]
  const toSample = (ms: number): number => Math.round(((ms - startMs) * RATE) / 1000)
  const samples = new Float32Array(toSample(LENGTH_MS))
  for (const utterance of utterances.filter((item) => item.site === site)) {
    const length = toSample(utterance.endMs) - toSample(utterance.startMs)
    for (const voice of VOICES[utterance.speaker]) {
      const pcm = voicePcm(dir, voice, utterance)
      // The murmur of pairs starts over in other places, and always ends with its utterance.
      const shift = Math.round((voice.delayMs * RATE) / 1000)
      mix(samples, pcm, toSample(utterance.startMs) + shift, length - shift, voice.gainDb)
      if (shift > RATE)
        mix(
          samples,
          pcm.subarray(pcm.length - shift),
          toSample(utterance.startMs),
          shift,
          voice.gainDb,
        )
    }
  }
  rmSync(dir, { recursive: true })
  roomTone(samples, site === 'near' ? 7 : 11)
  limit(samples)
  const rms = (fromMs: number, toMs: number): number => {
    const part = samples.subarray(Math.max(0, toSample(fromMs)), Math.max(0, toSample(toMs)))
    if (part.length === 0) return 0
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length)
  }
  return { samples, rms }
}

/** Loudness 0…100 as a microphone's meter shows it: −55 dB is 0, −12 dB is 100. */
export function levelsOf(track: VoiceTrack, site: Site): readonly number[] {
  const { startMs } = MEDIA[site]
  const count = Math.floor((LENGTH_MS - startMs) / LEVEL_STEP_MS)
  return Array.from({ length: count }, (_, index) => {
    const at = startMs + index * LEVEL_STEP_MS
    const db = 20 * Math.log10(Math.max(track.rms(at, at + LEVEL_STEP_MS), 1e-5))
    return Math.round(Math.min(Math.max((db + 55) / 43, 0), 1) * 100)
  })
}

export function toPcm16(samples: Float32Array): Buffer {
  return Buffer.from(Int16Array.from(samples, (value) => Math.round(value * 32_767)).buffer)
}
