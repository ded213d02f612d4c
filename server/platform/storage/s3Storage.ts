import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { AppError } from '#shared/errors/appError.ts'
import { StartRefusal } from '../net/StartRefusal.ts'
import type { Storage } from './Storage.ts'
import { assertKey } from './storageKey.ts'

export type S3Settings = {
  readonly bucket: string
  /** Of whoever is not Amazon: `https://s3.example.org`. */
  readonly endpoint: string | null
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What is larger goes up in parts of this size: the whole length need not be known beforehand. */
const PART_BYTES = 8 * 1024 * 1024

const INSUFFICIENT_STORAGE = 507

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof NoSuchKey || thrown instanceof NotFound

const isFull = (thrown: unknown): boolean =>
  thrown instanceof S3ServiceException &&
  (thrown.$metadata.httpStatusCode === INSUFFICIENT_STORAGE ||
    /StorageFull|QuotaExceeded/.test(thrown.name))

/** Pieces of `PART_BYTES`, the last one shorter; at least one, which may be empty. */
async function* inParts(content: Uint8Array | Readable): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    waiting.push(chunk as Uint8Array)
    bytes += (chunk as Uint8Array).length
    while (bytes >= PART_BYTES) {
      const all = Buffer.concat(waiting)
      yield all.subarray(0, PART_BYTES)
      waiting = [all.subarray(PART_BYTES)]
      bytes = all.length - PART_BYTES
    }
  }
  yield Buffer.concat(waiting)
}

type Bucket = { readonly client: S3Client; readonly Bucket: string }

const putWhole = async ({ client, Bucket }: Bucket, Key: string, Body: Uint8Array) => {
  await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }))
}

/** Nothing of it is to be seen before all of it is there. */
const putInParts = async (
  { client, Bucket }: Bucket,
  Key: string,
  parts: AsyncGenerator<Uint8Array>,
  first: Uint8Array,
): Promise<number> => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const upload = { Bucket, Key, UploadId }
  const done: { ETag: string | undefined; PartNumber: number }[] = []
  let bytes = 0
  const put = async (Body: Uint8Array): Promise<void> => {
    const PartNumber = done.length + 1
    const command = { ...upload, PartNumber, Body, ContentLength: Body.length }
    const { ETag } = await client.send(new UploadPartCommand(command))
    done.push({ ETag, PartNumber })
    bytes += Body.length
  }
  try {
    await put(first)
    for await (const part of parts) if (part.length > 0) await put(part)
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }),
    )
    return bytes
  } catch (thrown) {
    // What stays behind is thrown away by the bucket's own rule.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {})
    throw thrown
  }
}

const removeBelow = async ({ client, Bucket }: Bucket, Prefix: string): Promise<void> => {
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }))
    const Objects = Contents.flatMap(({ Key }) => (Key ? [{ Key }] : []))
    if (Objects.length === 0) return
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    )
    if (Errors[0]) throw new Error(`${Errors[0].Key} could not be removed: ${Errors[0].Message}`)
  }
}

/** Files in a bucket every node sees. S3 answers a write when it is kept, and shows it whole or not at all. */
const storageIn = (bucket: Bucket): Storage => {
  const { client, Bucket } = bucket
  const keyed = (Key: string) => {
    assertKey(Key)
    return { Bucket, Key }
  }
  const orNull = async <Result>(question: Promise<Result>): Promise<Result | null> => {
    try {
      return await question
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw thrown
    }
  }
  return {
    write: async (key, content) => {
      const { Key } = keyed(key)
      const parts = inParts(content)
      try {
        const first = (await parts.next()).value ?? new Uint8Array()
        if (first.length >= PART_BYTES)
          return { bytes: await putInParts(bucket, Key, parts, first) }
        await putWhole(bucket, Key, first)
        return { bytes: first.length }
      } catch (thrown) {
        throw isFull(thrown) ? new AppError('storage-full', { cause: thrown }) : thrown
      }
    },
    read: async (key) => {
      const found = await orNull(client.send(new GetObjectCommand(keyed(key))))
      return found ? ((await found.Body?.transformToByteArray()) ?? null) : null
    },
    stream: async (key, range) => {
      const isEmpty = range !== undefined && range.end <= range.start
      const Range = range && !isEmpty ? `bytes=${range.start}-${range.end - 1}` : undefined
      const asked = { ...keyed(key), ...(Range ? { Range } : {}) }
      if (isEmpty) {
        if (!(await orNull(client.send(new HeadObjectCommand(keyed(key))))))
          throw new AppError('not-found')
        return Readable.from([])
      }
      const found = await orNull(client.send(new GetObjectCommand(asked)))
      if (!(found?.Body instanceof Readable)) throw new AppError('not-found')
      return found.Body
    },
    size: async (key) =>
      (await orNull(client.send(new HeadObjectCommand(keyed(key)))))?.ContentLength ?? null,
    remove: async (key) => {
      const { Key } = keyed(key)
      const Delete = { Objects: [{ Key }], Quiet: true }
      await client.send(new DeleteObjectsCommand({ Bucket, Delete }))
      await removeBelow(bucket, `${Key}/`)
    },
  }
}

/** Throws `StartRefusal` when the bucket cannot be reached or is not ours. */
export const s3Storage = async (settings: S3Settings): Promise<Storage> => {
  const { bucket, endpoint, region, accessKeyId, secretAccessKey } = settings
  const client = new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // Everybody but Amazon expects the bucket in the path.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }))
  } catch (thrown) {
    client.destroy()
    const why = thrown instanceof Error ? thrown.name : 'unknown'
    throw new StartRefusal(
      'storage',
      {
        'zh-CN': `文件存储不可用：s3://${bucket}（${why}）。请检查 STORAGE_URL、AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，并先建好存储桶`,
        en: `The file storage s3://${bucket} cannot be used (${why}). Check STORAGE_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and make the bucket first`,
      },
      thrown,
    )
  }
  return storageIn({ client, Bucket: bucket })
}
