import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { addressOf } from './addressOf.ts'

const from = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage

it('is whoever is connected, whatever they say, unless a proxy is in front', () => {
  expect(addressOf(from('10.0.0.7', '1.2.3.4'), { trustProxy: false })).toBe('10.0.0.7')
  expect(addressOf(from(undefined), { trustProxy: false })).toBe('')
})

it('is whom the proxy saw, not who was named before that', () => {
  const asked = from('127.0.0.1', '1.2.3.4, 203.0.113.9')
  expect(addressOf(asked, { trustProxy: true })).toBe('203.0.113.9')
  expect(addressOf(from('127.0.0.1'), { trustProxy: true })).toBe('127.0.0.1')
})

it('is one for all addresses that somebody has with IPv6', () => {
  const [one, other, another] = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:9:1::1'].map(
    (address) => addressOf(from(address), { trustProxy: false }),
  )
  expect(one).toBe(other)
  expect(one).not.toBe(another)
})
