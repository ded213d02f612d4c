import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { createSlots } from './slots.ts'

const derive = promisify(argon2)

/** OWASP's smallest argon2id setting: about 30 ms and 19 MiB of memory a hash. */
const COST = { memoryKib: 19_456, passes: 2, parallelism: 1 } as const
const TAG_BYTES = 32
const SALT_BYTES = 16

/** Two at once: forty teachers at eight o'clock must not take the machine from a running lesson. */
const slots = createSlots(2)

type Parameters = {
  readonly memoryKib: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tag: Buffer
}

const tagOf = (password: string, cost: Omit<Parameters, 'tag'>, length: number): Promise<Buffer> =>
  derive('argon2id', {
    // The same word typed on two keyboards must be the same bytes.
    message: Buffer.from(password.normalize('NFKC'), 'utf8'),
    nonce: cost.salt,
    parallelism: cost.parallelism,
    tagLength: length,
    memory: cost.memoryKib,
    passes: cost.passes,
  })

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const parse = (stored: string): Parameters | null => {
  const match = PHC.exec(stored)
  if (!match) return null
  const [, memory, passes, parallelism, salt = '', tag = ''] = match
  return {
    memoryKib: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const hashNow = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  const tag = await tagOf(password, { ...COST, salt }, TAG_BYTES)
  const { memoryKib, passes, parallelism } = COST
  const cost = `m=${memoryKib},t=${passes},p=${parallelism}`
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(tag)}`
}

/** A new PHC string with its own salt. */
export const hashPassword = (password: string): Promise<string> =>
  slots.run(() => hashNow(password))

/** What an unknown login is compared with, so that it costs the same time as a known one. */
const nobody = hashNow(randomBytes(SALT_BYTES).toString('hex'))

/**
 * Calls `before` when the turn has come (a lock set meanwhile is seen), then compares. A null hash
 * costs the same time and is always false.
 */
export const verifyPassword = (
  password: string,
  stored: string | null,
  before: () => Promise<void>,
): Promise<boolean> =>
  slots.run(async () => {
    await before()
    const known = parse(stored ?? (await nobody))
    if (!known) return false
    const tag = await tagOf(password, known, known.tag.length)
    return timingSafeEqual(tag, known.tag) && stored !== null
  })
