import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { expect, inject, test } from 'vitest'
import { s3Storage } from './s3Storage.ts'
import { storageContract } from './storage.contract.ts'

const settings = inject('s3')
// Building it needs Go, as the media server does.
if (!settings) throw new Error('no S3 server: install Go 1.26 or newer')

storageContract('s3Storage', async () => {
  const { bucket, endpoint, region, accessKeyId, secretAccessKey } = settings
  const client = new S3Client({
    ...{ region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } },
    ...(endpoint ? { endpoint } : {}),
  })
  return {
    storage: await s3Storage(settings),
    names: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
      return Contents.map(({ Key }) => Key ?? '').sort()
    },
    close: async () => client.destroy(),
  }
})

test('a file of many parts comes back as it was, whole and in ranges', async () => {
  const storage = await s3Storage(settings)
  const whole = randomBytes(21 * 1024 * 1024 + 17)
  const chunks = Array.from({ length: 22 }, (_, i) => whole.subarray(i << 20, (i + 1) << 20))
  expect(await storage.write('parts/large', Readable.from(chunks))).toEqual({ bytes: whole.length })
  expect(await storage.size('parts/large')).toBe(whole.length)
  expect(Buffer.from((await storage.read('parts/large')) ?? []).equals(whole)).toBe(true)
  const range = { start: 8 * 1024 * 1024 - 5, end: 8 * 1024 * 1024 + 5 }
  const part = Buffer.concat(await (await storage.stream('parts/large', range)).toArray())
  expect(part.equals(whole.subarray(range.start, range.end))).toBe(true)
  await storage.remove('parts')
  expect(await storage.size('parts/large')).toBeNull()
})

test('wrong keys, or a bucket that is not there, are refused at the start in one sentence', async () => {
  for (const wrong of [{ secretAccessKey: 'x'.repeat(40) }, { bucket: 'nobodys' }])
    await expect(s3Storage({ ...settings, ...wrong })).rejects.toMatchObject({
      code: 'storage',
      words: { 'zh-CN': expect.stringContaining('文件存储不可用') },
    })
})
