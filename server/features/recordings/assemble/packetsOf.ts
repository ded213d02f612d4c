import type { EncodedPacket, EncodedPacketSink } from 'mediabunny'

export type Timed = { readonly kind: 'video' | 'audio'; readonly packet: EncodedPacket }

/** Ends where the bytes stop making sense: a cut tail or damage is a hole, never a failure. */
async function* readable(sink: EncodedPacketSink | null): AsyncGenerator<EncodedPacket> {
  if (!sink) return
  try {
    for await (const packet of sink.packets()) yield packet
  } catch {
    // What was read so far stands.
  }
}

/** Both tracks' packets as they would be heard and seen, so that neither piles up in the muxer. */
export async function* packetsOf(
  video: EncodedPacketSink | null,
  audio: EncodedPacketSink | null,
): AsyncGenerator<Timed> {
  const pictures = readable(video)
  const sounds = readable(audio)
  let picture = (await pictures.next()).value
  let sound = (await sounds.next()).value
  while (picture || sound) {
    if (picture && (!sound || picture.timestamp <= sound.timestamp)) {
      yield { kind: 'video', packet: picture }
      picture = (await pictures.next()).value
    } else if (sound) {
      yield { kind: 'audio', packet: sound }
      sound = (await sounds.next()).value
    }
  }
}
