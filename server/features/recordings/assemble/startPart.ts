import { stat } from 'node:fs/promises'
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import { gapsBetween, joinRanges } from '#shared/recordings/rules.ts'
import type { TimeRange } from '#shared/time.ts'
import type { OpenRun } from './openRun.ts'
import { opusSilence } from './opusSilence.ts'
import { packetsOf } from './packetsOf.ts'
import type { MadePart } from './types.ts'

/** Longer silences between packets are filled; shorter ones are the recorder's own unevenness. */
const FILL_S = 0.1
/** Shorter holes nobody notices. */
const LEAST_GAP_MS = 500

/** A last picture may have stood for long, but nobody knows it. */
const LONGEST_GUESS_S = 0.1

type Writer = {
  /** Last time stamp and end of the track so far, seconds in the file; −1 before the first. */
  lastS: number
  endS: number
  /** The last known length of a packet: a file's last packet comes without one. */
  usualS: number
  write(packet: EncodedPacket): Promise<void>
}

const mimeOf = (run: OpenRun): string => {
  const codecs = [run.video?.config.codec, run.audio?.config.codec].filter(Boolean).join(',')
  return `${run.video ? 'video' : 'audio'}/${run.container};codecs="${codecs}"`
}

const startOutput = async (file: string, run: OpenRun) => {
  const output = new Output({
    format: run.container === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new FilePathTarget(file),
  })
  const video = run.video && new EncodedVideoPacketSource(run.video.codec)
  const audio = run.audio && new EncodedAudioPacketSource(run.audio.codec)
  if (video) output.addVideoTrack(video)
  if (audio) output.addAudioTrack(audio)
  await output.start()
  const videoMeta = run.video && { decoderConfig: run.video.config }
  const audioMeta = run.audio && { decoderConfig: run.audio.config }
  const writerOf = (add: (packet: EncodedPacket) => Promise<void>): Writer => {
    const writer: Writer = {
      lastS: -1,
      endS: -1,
      usualS: 0,
      write: async (packet) => {
        if (packet.duration > 0) writer.usualS = packet.duration
        const duration = packet.duration || Math.min(writer.usualS, LONGEST_GUESS_S)
        await add(packet.clone({ duration }))
        writer.lastS = packet.timestamp
        writer.endS = packet.timestamp + duration
      },
    }
    return writer
  }
  return {
    output,
    video: writerOf(async (packet) => video?.add(packet, videoMeta ?? undefined)),
    audio: writerOf(async (packet) => audio?.add(packet, audioMeta ?? undefined)),
  }
}

/** Later packets only: a second device, or clocks that overlap, must not turn time back. */
const addVideo = async (
  writer: Writer,
  packet: EncodedPacket,
  atS: number,
  resume: { waits: boolean },
): Promise<boolean> => {
  if (resume.waits && (packet.type !== 'key' || atS <= writer.endS)) return false
  resume.waits = false
  await writer.write(packet.clone({ timestamp: atS }))
  return true
}

const addAudio = async (
  writer: Writer,
  packet: EncodedPacket,
  atS: number,
  silence: { readonly channels: number } | null,
): Promise<boolean> => {
  const overlaps = writer.endS >= 0 && atS < writer.endS - packet.duration / 2
  if (overlaps) return false
  if (silence && writer.endS >= 0 && atS - writer.endS > FILL_S)
    for (const quiet of opusSilence(writer.endS, atS, silence.channels)) await writer.write(quiet)
  // Millisecond rounding of the recorder may put a packet on its predecessor's time.
  await writer.write(packet.clone({ timestamp: Math.max(atS, writer.lastS + 0.001) }))
  return true
}

/** One file being made. Runs are added in the order of their start; all have the first one's signature. */
export const startPart = async (file: string, first: OpenRun) => {
  const { output, video, audio } = await startOutput(file, first)
  const covered: TimeRange[] = []
  const sessionMs = (atS: number): number => Math.round(first.zeroMs + atS * 1000)

  const add = async (run: OpenRun, untilMs: number, onBytes: (n: number) => void) => {
    const shiftS = (run.zeroMs - first.zeroMs) / 1000
    const resume = { waits: true }
    const silence =
      run.audio?.codec === 'opus' ? { channels: run.audio.config.numberOfChannels } : null
    let fromS = Number.POSITIVE_INFINITY
    let toS = Number.NEGATIVE_INFINITY
    for await (const { kind, packet } of packetsOf(
      run.video?.sink ?? null,
      run.audio?.sink ?? null,
    )) {
      onBytes(packet.byteLength)
      const atS = Math.max(0, packet.timestamp + shiftS)
      if (sessionMs(atS) >= untilMs) continue
      const kept =
        kind === 'video'
          ? await addVideo(video, packet, atS, resume)
          : await addAudio(audio, packet, atS, silence)
      if (!kept) continue
      fromS = Math.min(fromS, atS)
      toS = Math.max(toS, atS, (kind === 'video' ? video : audio).endS)
    }
    if (toS > fromS) covered.push({ startMs: sessionMs(fromS), endMs: sessionMs(toS) })
  }

  const finish = async (): Promise<MadePart | null> => {
    if (covered.length === 0) {
      await output.cancel()
      return null
    }
    await output.finalize()
    return {
      file,
      startMs: first.zeroMs,
      durationMs: Math.round(Math.max(video.endS, audio.endS) * 1000),
      mime: mimeOf(first),
      bytes: (await stat(file)).size,
      hasVideo: first.video !== null,
      gaps: gapsBetween(joinRanges(covered), LEAST_GAP_MS),
    }
  }

  return {
    signature: first.signature,
    fillsSilence: first.audio === null || first.audio.codec === 'opus',
    /** Session ms up to which the file reaches. */
    reachedMs: (): number => sessionMs(Math.max(0, video.endS, audio.endS)),
    add,
    finish,
  }
}
export type PartInMaking = Awaited<ReturnType<typeof startPart>>
