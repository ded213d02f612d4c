import { expect, it } from 'vitest'
import { isAtLeast, isSafeLivekit, parseLivekitVersion } from './livekitVersion.ts'

it.each([
  ['livekit-server version 1.13.5\n', '1.13.5'],
  ['livekit-server version v1.9.12', '1.9.12'],
  ['', null],
  ['go version go1.26.8 linux/amd64', null],
  ['livekit-server version dev', null],
])('reads %j as %j', (output, version) => {
  expect(parseLivekitVersion(output)).toBe(version)
})

it.each([
  ['1.13.1', false],
  ['1.13.2', true],
  ['1.13.10', true],
  ['1.9.12', false],
  ['2.0.0', true],
])('%s is safe: %s', (version, safe) => {
  expect(isSafeLivekit(version)).toBe(safe)
})

it('counts a missing place as zero', () => {
  expect(isAtLeast('1.26', '1.26.0')).toBe(true)
  expect(isAtLeast('1.25', '1.26.0')).toBe(false)
})
