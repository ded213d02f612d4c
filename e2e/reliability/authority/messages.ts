import { presence } from '../corpus/frames.ts'

/** Somebody else's presence, as the scene has it. */
export const COLLEAGUE_ID = 4_200_000_001

/** What is said that is no update: everything here is to reach nobody and to be kept nowhere. */
export const otherMessages = (
  canary: string,
): readonly (readonly [name: string, frame: Uint8Array | string])[] => {
  const words = [...Buffer.from(canary)]
  return [
    ['presence of a colleague', presence([COLLEAGUE_ID, 9_000_000_000_000, { cursor: canary }])],
    ['leaving of a colleague', presence([COLLEAGUE_ID, 9_000_000_000_000, 'null'])],
    [
      'presence of two',
      presence(
        [COLLEAGUE_ID, 9_000_000_000_000, { cursor: canary }],
        [COLLEAGUE_ID + 1, 1, { cursor: canary }],
      ),
    ],
    ['presence that is too large', presence([4_200_000_009, 1, { cursor: canary.repeat(400) }])],
    ['an authentication', Uint8Array.of(2, 0, words.length, ...words)],
    ['an acknowledgement', Uint8Array.of(100, 1, ...words)],
    ['an epoch', Uint8Array.of(101, words.length, ...words)],
    ['a message of Hocuspocus', Uint8Array.of(5, words.length, ...words)],
    ['a broadcast', Uint8Array.of(6, words.length, ...words)],
    ['an unknown message', Uint8Array.of(99, words.length, ...words)],
    ['a third sync step', Uint8Array.of(0, 3, words.length, ...words)],
    ['text', canary],
  ]
}
