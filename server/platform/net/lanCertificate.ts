import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { errorCode } from './errorCode.ts'

const dayMs = 86_400_000
/** Apple devices refuse certificates that are valid for longer than 825 days, browsers 398. */
const lifeMs = 397 * dayMs
const renewBeforeMs = 30 * dayMs

export type LanCertificate = {
  readonly key: string
  readonly cert: string
  /** True when it was made just now, so that devices will warn once more. */
  readonly fresh: boolean
}

/**
 * The certificate of this machine for its school's network, kept in `folder`. Made anew when an
 * address of today is missing in it or it ends within 30 days, so that phones accept it once and
 * keep accepting it. Cameras and microphones only work in pages that came over HTTPS.
 */
export const lanCertificate = async (request: {
  readonly folder: string
  readonly addresses: readonly string[]
  readonly hostname: string
  readonly nowMs: number
}): Promise<LanCertificate> => {
  const keyPath = join(request.folder, 'lan-key.pem')
  const certPath = join(request.folder, 'lan-cert.pem')
  const [key, cert] = await Promise.all([readOrNull(keyPath), readOrNull(certPath)])
  if (key !== null && cert !== null && isStillGood(cert, key, request))
    return { key, cert, fresh: false }
  const made = await make(request)
  await mkdir(request.folder, { recursive: true, mode: 0o700 })
  await replace(keyPath, made.key)
  await replace(certPath, made.cert)
  return { ...made, fresh: true }
}

const namesOf = (hostname: string): readonly string[] =>
  // A host name may hold what a certificate may not (underscores on Windows machines).
  ['localhost', hostname, `${hostname}.local`].filter(
    (name, index, all) => /^[A-Za-z0-9.-]{1,253}$/.test(name) && all.indexOf(name) === index,
  )

const isStillGood = (
  pem: string,
  key: string,
  want: {
    readonly addresses: readonly string[]
    readonly hostname: string
    readonly nowMs: number
  },
): boolean => {
  try {
    const certificate = new X509Certificate(pem)
    return (
      Date.parse(certificate.validTo) - want.nowMs > renewBeforeMs &&
      Date.parse(certificate.validFrom) <= want.nowMs &&
      want.addresses.every((address) => certificate.checkIP(address) !== undefined) &&
      namesOf(want.hostname).every((name) => certificate.checkHost(name) !== undefined) &&
      key.includes('PRIVATE KEY')
    )
  } catch {
    // A file cut short by a full disk is no certificate: make a new one.
    return false
  }
}

const make = async (want: {
  readonly addresses: readonly string[]
  readonly hostname: string
  readonly nowMs: number
}): Promise<{ readonly key: string; readonly cert: string }> => {
  const pems = await generate([{ name: 'commonName', value: `Yanke ${want.hostname}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A phone whose clock is some hours behind must not see a certificate from the future.
    notBeforeDate: new Date(want.nowMs - dayMs),
    notAfterDate: new Date(want.nowMs + lifeMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...namesOf(want.hostname).map((value) => ({ type: 2, value }) as const),
          ...['127.0.0.1', '::1', ...want.addresses].map((ip) => ({ type: 7, ip }) as const),
        ],
      },
    ],
  })
  return { key: pems.private, cert: pems.cert }
}

const readOrNull = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

const replace = async (path: string, content: string): Promise<void> => {
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
