import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Storage } from './Storage.ts'

export type StorageUnderTest = {
  readonly storage: Storage
  /** Every name there is, finished or not: what broke off has left nothing behind. */
  names(): Promise<readonly string[]>
  close(): Promise<void>
}

const textOf = async (stream: Readable): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** One suite for every driver. */
export const storageContract = (driver: string, open: () => Promise<StorageUnderTest>): void => {
  let under: StorageUnderTest
  let storage: Storage
  beforeAll(async () => {
    under = await open()
    storage = under.storage
  })
  afterAll(() => under?.close())

  describe(`${driver} keeps files`, () => {
    it('gives back what was written, whole or a range of it', async () => {
      expect(await storage.write('slides/abc', Buffer.from('0123456789'))).toEqual({ bytes: 10 })
      expect(Buffer.from((await storage.read('slides/abc')) ?? []).toString()).toBe('0123456789')
      expect(await textOf(await storage.stream('slides/abc', { start: 2, end: 5 }))).toBe('234')
      expect(await textOf(await storage.stream('slides/abc', { start: 4, end: 4 }))).toBe('')
      expect(await storage.size('slides/abc')).toBe(10)
    })

    it('keeps the old content when a new one breaks off', async () => {
      await storage.write('slides/keep', Buffer.from('old'))
      const breaking = Readable.from(
        (async function* () {
          yield Buffer.from('new, but')
          throw new Error('the connection broke')
        })(),
      )
      await expect(storage.write('slides/keep', breaking)).rejects.toThrow('broke')
      expect(Buffer.from((await storage.read('slides/keep')) ?? []).toString()).toBe('old')
      expect(await under.names()).toEqual(['slides/abc', 'slides/keep'])
    })

    it('knows nothing of what is not there', async () => {
      expect(await storage.read('slides/none')).toBeNull()
      expect(await storage.size('slides/none')).toBeNull()
      await expect(storage.stream('slides/none')).rejects.toMatchObject({ code: 'not-found' })
      await storage.remove('slides/none')
    })

    it('never leaves its folder', async () => {
      for (const key of [
        '../outside',
        'a/../../b',
        '/etc/passwd',
        'a//b',
        '..',
        'a/..',
        '.hidden',
        'a\0b',
        'a\\b',
      ])
        await expect(storage.write(key, Buffer.from('x'))).rejects.toMatchObject({
          code: 'not-found',
        })
    })

    it('removes a key with everything below it', async () => {
      await storage.write('recordings/r1/s/0', Buffer.from('a'))
      await storage.write('recordings/r1/s/1', Buffer.from('b'))
      await storage.remove('recordings/r1')
      expect(await storage.read('recordings/r1/s/1')).toBeNull()
    })
  })
}
