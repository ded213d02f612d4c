import { fromBase64 } from './packCopy.ts'

type Ciphertext = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

/**
 * Closes without a key: anybody at this computer may lock something away, only its owner, who gets
 * the key from the server when signed in, opens it. A session that ended leaves nobody to ask.
 */
export type Lock = {
  readonly publicKey: ArrayBuffer
  /** The other half, under the owner's key. */
  readonly privateKey: Ciphertext
}

/** Something locked away, with all that its owner's key does not bring. */
export type Locked = Ciphertext & {
  /** The sender's public half, made for this one thing. */
  readonly sender: ArrayBuffer
  readonly privateKey: Ciphertext
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/** Only pages of a secure origin can lock anything; on plain http there is null. */
const subtle = (): SubtleCrypto | null => globalThis.crypto?.subtle ?? null

/** The owner's key as it comes from the server. */
export const importKey = async (key: string): Promise<CryptoKey | null> =>
  (await subtle()?.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt'])) ??
  null

export const decrypt = (key: CryptoKey, { iv, data }: Ciphertext): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)

const encrypt = async (key: CryptoKey, bytes: BufferSource): Promise<Ciphertext> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) }
}

const importPublic = (raw: ArrayBuffer): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, CURVE, false, [])

/** What both halves agree on, whichever of them is private. */
const agreed = async (privateKey: CryptoKey, publicKey: ArrayBuffer): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(
    { name: 'ECDH', public: await importPublic(publicKey) },
    privateKey,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )

export const makeLock = async (ownersKey: CryptoKey): Promise<Lock> => {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveKey'])
  const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  return {
    publicKey: await crypto.subtle.exportKey('raw', pair.publicKey),
    privateKey: await encrypt(ownersKey, secret),
  }
}

export const lockAway = async (lock: Lock, bytes: BufferSource): Promise<Locked> => {
  const sender = await crypto.subtle.generateKey(CURVE, true, ['deriveKey'])
  return {
    ...(await encrypt(await agreed(sender.privateKey, lock.publicKey), bytes)),
    sender: await crypto.subtle.exportKey('raw', sender.publicKey),
    privateKey: lock.privateKey,
  }
}

/** Throws when it is another's key. */
export const unlock = async (ownersKey: CryptoKey, locked: Locked): Promise<ArrayBuffer> => {
  const secret = await decrypt(ownersKey, locked.privateKey)
  const key = await crypto.subtle.importKey('pkcs8', secret, CURVE, false, ['deriveKey'])
  return decrypt(await agreed(key, locked.sender), locked)
}
