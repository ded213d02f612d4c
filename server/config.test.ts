import { describe, expect, it } from 'vitest'
import { ConfigError, describeConfig, readConfig } from './config.ts'

const many = {
  DATABASE_URL: 'postgres://yanke@db/yanke',
  REDIS_URL: 'redis://redis:6379',
  NODE_URL: 'http://node-1:4600',
  CLUSTER_SECRET: 's'.repeat(32),
  STORAGE_URL: 's3://files?endpoint=http://s3:9000&region=cn',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  LIVEKIT_OFF: '1',
}

const problemsOf = (env: Record<string, string | undefined>): string => {
  try {
    readConfig(env)
    return ''
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.message
    throw thrown
  }
}

describe('the configuration', () => {
  it('is a whole studio when nothing is set', () => {
    const config = readConfig({})
    expect([config.database, config.cluster]).toEqual([null, null])
    expect(config.storage).toEqual({ kind: 'folder', folder: null })
  })

  it('is one node of several when everything they share is named', () => {
    const { database, cluster, storage } = readConfig(many)
    expect(database).toEqual({ url: many.DATABASE_URL, poolSize: 12 })
    expect(cluster).toMatchObject({ nodeUrl: many.NODE_URL, redisPrefix: 'yanke' })
    expect(storage).toEqual({
      ...{ kind: 's3', bucket: 'files', endpoint: 'http://s3:9000', region: 'cn' },
      ...{ accessKeyId: 'key', secretAccessKey: 'secret' },
    })
  })

  it.each(['DATABASE_URL', 'NODE_URL', 'CLUSTER_SECRET', 'STORAGE_URL'])(
    'names what several nodes lack: %s',
    (name) =>
      expect(problemsOf({ ...many, [name]: undefined })).toMatch(new RegExp(`^${name}: .+`)),
  )

  it('wants one media server for all nodes, or none', () => {
    expect(problemsOf({ ...many, LIVEKIT_OFF: undefined })).toMatch(/^LIVEKIT_URL: /)
    const external = {
      ...{
        LIVEKIT_URL: 'wss://livekit',
        LIVEKIT_API_KEY: 'key',
        LIVEKIT_API_SECRET: 's'.repeat(32),
      },
    }
    expect(problemsOf({ ...many, LIVEKIT_OFF: undefined, ...external })).toBe('')
  })

  it('knows a shared folder from a bucket, and a bucket without keys from one with', () => {
    const { storage } = readConfig({ STORAGE_URL: 'file:///srv/yanke/files' })
    expect(storage).toEqual({ kind: 'folder', folder: '/srv/yanke/files' })
    expect(problemsOf({ STORAGE_URL: 's3://files' })).toMatch(/^AWS_ACCESS_KEY_ID: /)
  })

  it('refuses what is for several nodes without Redis, a short secret, and other databases', () => {
    expect(problemsOf({ NODE_URL: many.NODE_URL })).toMatch(/^REDIS_URL: /)
    expect(problemsOf({ ...many, CLUSTER_SECRET: 'short' })).toMatch(/^CLUSTER_SECRET: /)
    expect(problemsOf({ DATABASE_URL: 'mysql://db/yanke' })).toMatch(/^DATABASE_URL: /)
  })

  it.each([
    ['PORT', '(4600)'],
    ['RATE_LIMIT', '(6000)'],
    ['LOG_LEVEL', '(info)'],
    ['TRUST_PROXY', '(0)'],
  ])('says what %s is when nobody sets it', (name, standing) => {
    const line = describeConfig()
      .split('\n')
      .find((one) => one.startsWith(`${name} `))
    expect(line).toContain(standing)
  })

  it('describes every option in a sentence', () => {
    for (const line of describeConfig().split('\n')) expect(line).toMatch(/^[A-Z0-9_]+ +\S.{8,}/)
  })
})
