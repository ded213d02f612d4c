import type { NetworkInterfaceInfo } from 'node:os'
import { expect, it } from 'vitest'
import { privateAddresses } from './privateAddresses.ts'

const card = (address: string, more: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({ address, family: 'IPv4', internal: false, ...more }) as NetworkInterfaceInfo

it('puts the address other devices can reach first', () => {
  expect(
    privateAddresses({
      lo: [card('127.0.0.1', { internal: true })],
      docker0: [card('172.17.0.1')],
      eth1: [card('203.0.113.5')],
      wlan0: [card('fe80::1', { family: 'IPv6', scopeid: 2 }), card('192.168.3.9')],
      eth2: [card('169.254.3.3')],
    }),
  ).toEqual(['192.168.3.9', '203.0.113.5', '172.17.0.1'])
})

it('is empty without a network', () => {
  expect(privateAddresses({ lo: [card('127.0.0.1', { internal: true })] })).toEqual([])
})
