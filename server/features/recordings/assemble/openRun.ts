import {
  type AudioCodec,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  type Source,
  type VideoCodec,
  WEBM,
} from 'mediabunny'
import { MEDIA_ZERO_MS } from '#shared/recordings/rules.ts'
import { containerOf } from './SliceSource.ts'

type VideoConfig = NonNullable<Awaited<ReturnType<InputVideoTrack['getDecoderConfig']>>>
type AudioConfig = NonNullable<Awaited<ReturnType<InputAudioTrack['getDecoderConfig']>>>

export type OpenRun = {
  readonly container: 'webm' | 'mp4'
  /** Session ms of the file's zero. */
  readonly zeroMs: number
  readonly video: {
    readonly codec: VideoCodec
    readonly config: VideoConfig
    readonly sink: EncodedPacketSink
  } | null
  readonly audio: {
    readonly codec: AudioCodec
    readonly config: AudioConfig
    readonly sink: EncodedPacketSink
  } | null
  /** Runs with the same signature can stand in one file. */
  readonly signature: string
  dispose(): void
}

const hex = (bytes: ArrayBuffer | ArrayBufferView | undefined): string => {
  if (!bytes) return ''
  const view = ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes)
  return view.toString('hex')
}

const openVideo = async (track: InputVideoTrack | null): Promise<OpenRun['video']> => {
  const codec = await track?.getCodec()
  const config = await track?.getDecoderConfig()
  return track && codec && config ? { codec, config, sink: new EncodedPacketSink(track) } : null
}

const openAudio = async (track: InputAudioTrack | null): Promise<OpenRun['audio']> => {
  const codec = await track?.getCodec()
  const config = await track?.getDecoderConfig()
  return track && codec && config ? { codec, config, sink: new EncodedPacketSink(track) } : null
}

/** vp8 and vp9 carry their picture size in every key frame; other codecs need the same description. */
const signatureOf = (
  container: string,
  video: OpenRun['video'],
  audio: OpenRun['audio'],
): string => {
  const picture = video
    ? [video.codec, video.codec.startsWith('vp') ? '' : hex(video.config.description)]
    : ['']
  const sound = audio
    ? [
        audio.codec,
        audio.config.sampleRate,
        audio.config.numberOfChannels,
        audio.codec === 'opus' ? '' : hex(audio.config.description),
      ]
    : ['']
  return [container, ...picture, ...sound].join('|')
}

/** Opens one run's bytes; null when nothing in them can be read. */
export const openRun = async (
  source: Source,
  mime: string,
  segmentStartMs: number,
): Promise<OpenRun | null> => {
  const container = containerOf(mime)
  const input = new Input({ source, formats: [WEBM, MP4] })
  try {
    const video = await openVideo(await input.getPrimaryVideoTrack())
    const audio = await openAudio(await input.getPrimaryAudioTrack())
    if (video || audio)
      return {
        container,
        zeroMs: segmentStartMs + MEDIA_ZERO_MS,
        video,
        audio,
        signature: signatureOf(container, video, audio),
        dispose: () => input.dispose(),
      }
  } catch {
    // A head that cannot be parsed: the run is a hole, like bytes that never arrived.
  }
  input.dispose()
  return null
}
