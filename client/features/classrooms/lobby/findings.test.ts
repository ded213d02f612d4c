import { describe, expect, it } from 'vitest'
import type { LocalState } from '../media/useLocalMedia.ts'
import { betterLevel, findingsOf } from './findings.ts'

const both = { camera: '', microphone: '', view: 'room' } as const
const open = (...kinds: readonly string[]): LocalState =>
  ({
    kind: 'open',
    media: { stream: { getTracks: () => kinds.map((kind) => ({ kind })) } },
  }) as unknown as LocalState
const heard = { microphone: 'good', network: 'high' } as const

describe('a device check', () => {
  it.each([
    [both, open('audio', 'video'), heard, { camera: 'good', microphone: 'good', network: 'high' }],
    [
      { ...both, camera: null },
      open('audio'),
      { microphone: 'silent', network: 'voice' },
      { camera: 'off', microphone: 'silent', network: 'voice' },
    ],
    [
      both,
      { kind: 'problem', problem: 'denied' } as const,
      { microphone: null, network: 'failed' },
      { camera: 'problem', microphone: 'problem', network: 'failed' },
    ],
    [
      { ...both, camera: null, microphone: null },
      { kind: 'none' } as const,
      { microphone: null, network: 'high' },
      { camera: 'off', microphone: 'off', network: 'high' },
    ],
  ] as const)('%#', (choice, local, found, expected) => {
    expect(findingsOf(choice, local, found)).toEqual(expected)
  })

  it('says nothing before every part has been tried', () => {
    const media = open('audio', 'video')
    expect(findingsOf(both, media, { ...heard, network: null })).toBeNull()
    expect(findingsOf(both, media, { ...heard, microphone: null })).toBeNull()
    expect(findingsOf(both, { kind: 'opening' }, heard)).toBeNull()
  })

  it('remembers the voice it heard through the silence after it', () => {
    expect(betterLevel(null, 'silent')).toBe('silent')
    expect(betterLevel('silent', 'quiet')).toBe('quiet')
    expect(betterLevel('quiet', 'silent')).toBe('quiet')
    expect(betterLevel('loud', 'good')).toBe('good')
    expect(betterLevel('good', 'loud')).toBe('good')
  })
})
