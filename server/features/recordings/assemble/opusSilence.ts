import { EncodedPacket } from 'mediabunny'

const FRAME_S = 0.02
/** 20 ms of silence, fullband CELT: 0xf8 mono, 0xfc stereo, then an empty frame (RFC 6716). */
const frame = (channels: number): Uint8Array =>
  new Uint8Array([channels > 1 ? 0xfc : 0xf8, 0xff, 0xfe])

/** Silence from one time to another, seconds: players that meet a hole in the sound lose step. */
export function* opusSilence(
  fromS: number,
  untilS: number,
  channels: number,
): Generator<EncodedPacket> {
  const data = frame(channels)
  const count = Math.floor((untilS - fromS) / FRAME_S)
  for (let index = 0; index < count; index++)
    yield new EncodedPacket(data, 'key', fromS + index * FRAME_S, FRAME_S)
}
