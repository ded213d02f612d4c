import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Bridges of containers and virtual machines: private too, but no other device reaches them. */
const virtualNames =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|podman|lxc|utun|tun|tap|wg)/

/**
 * The IPv4 addresses under which others in the school's network may reach this machine, the likely
 * one first: real cards before virtual ones, private ranges before others, no loopback.
 */
export const privateAddresses = (interfaces: Interfaces = networkInterfaces()): readonly string[] =>
  Object.entries(interfaces)
    .flatMap(([name, list]) => (list ?? []).map((entry) => ({ name, entry })))
    .filter(({ entry }) => entry.family === 'IPv4' && !entry.internal)
    .filter(({ entry }) => !entry.address.startsWith('169.254.'))
    .map(({ name, entry }) => ({ address: entry.address, rank: rankOf(name, entry.address) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ address }) => address)

const rankOf = (name: string, address: string): number =>
  (virtualNames.test(name) ? 2 : 0) + (isPrivate(address) ? 0 : 1)

/** RFC 1918, and the 100.64/10 some campus networks hand out. */
const isPrivate = (address: string): boolean => {
  const [first = 0, second = 0] = address.split('.').map(Number)
  if (first === 10) return true
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168
  return first === 100 && second >= 64 && second <= 127
}
