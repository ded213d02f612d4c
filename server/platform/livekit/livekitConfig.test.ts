import { expect, it } from 'vitest'
import { livekitConfig } from './livekitConfig.ts'

const settings = {
  ports: { signalling: 4001, udp: 7882, tcp: 7881 },
  credentials: { apiKey: 'key', apiSecret: 's'.repeat(32) },
  webhookUrl: 'http://127.0.0.1:5/',
}

const common = {
  port: 4001,
  bind_addresses: ['127.0.0.1'],
  keys: { key: 's'.repeat(32) },
  webhook: { api_key: 'key', urls: ['http://127.0.0.1:5/'] },
  room: { auto_create: false, empty_timeout: 300, departure_timeout: 20 },
  logging: { level: 'info', json: true },
}

it('listens on this machine only when browsers are on it', () => {
  expect(JSON.parse(livekitConfig({ ...settings, nodeIp: '127.0.0.1' }))).toEqual({
    ...common,
    rtc: {
      udp_port: 7882,
      tcp_port: 0,
      allow_tcp_fallback: false,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      stun_servers: ['127.0.0.1:9'],
      enable_loopback_candidate: true,
      ips: { includes: ['127.0.0.1/32'] },
      interfaces: { includes: ['lo', 'lo0'] },
    },
  })
})

it('offers one UDP and one TCP port to a school network', () => {
  expect(JSON.parse(livekitConfig({ ...settings, nodeIp: '192.168.1.20' }))).toEqual({
    ...common,
    rtc: {
      udp_port: 7882,
      tcp_port: 7881,
      use_external_ip: false,
      node_ip: '192.168.1.20',
      stun_servers: ['127.0.0.1:9'],
    },
  })
})
