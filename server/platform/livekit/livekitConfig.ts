import type { MediaCredentials } from './MediaLink.ts'

export type LivekitPorts = {
  readonly signalling: number
  readonly udp: number
  readonly tcp: number
}

export const isLoopback = (address: string): boolean => /^127\./.test(address)

/**
 * The configuration file of the media server. JSON is YAML, so nothing needs quoting by hand.
 * An unknown key would stop it at once, so a test starts the real program with this.
 */
export const livekitConfig = (settings: {
  readonly ports: LivekitPorts
  readonly nodeIp: string
  readonly credentials: MediaCredentials
  readonly webhookUrl: string
}): string => {
  const { ports, nodeIp, credentials } = settings
  return `${JSON.stringify(
    {
      port: ports.signalling,
      // Browsers come through the studio's own origin, so nobody else needs to reach this.
      bind_addresses: ['127.0.0.1'],
      rtc: {
        udp_port: ports.udp,
        use_external_ip: false,
        node_ip: nodeIp,
        // Left empty, browsers would be told to ask three servers abroad. Nobody listens here:
        // those who ignore the studio's own (empty) list stay inside their own machine.
        stun_servers: ['127.0.0.1:9'],
        ...(isLoopback(nodeIp)
          ? {
              enable_loopback_candidate: true,
              ips: { includes: ['127.0.0.1/32'] },
              interfaces: { includes: ['lo', 'lo0'] },
              // Its TCP port listens on every address, whatever bind_addresses says; a studio
              // for this machine only must not be seen from the network.
              tcp_port: 0,
              allow_tcp_fallback: false,
            }
          : { tcp_port: ports.tcp }),
      },
      keys: { [credentials.apiKey]: credentials.apiSecret },
      webhook: { api_key: credentials.apiKey, urls: [settings.webhookUrl] },
      // A room exists because a lesson made it, never because somebody holds a token.
      room: { auto_create: false, empty_timeout: 300, departure_timeout: 20 },
      logging: { level: 'info', json: true },
    },
    null,
    2,
  )}\n`
}
