import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { foundSchool, signInAs } from '#e2e/support/foundSchool.ts'
import { mountSmallDisk, type SmallDisk } from '#e2e/support/smallDisk.ts'
import { startStudio } from '#e2e/support/startStudio.ts'
import { problemSchema } from '#shared/errors/problem.ts'

const mayMount = process.getuid?.() === 0
const KIB = 1024

describe.skipIf(!mayMount)('a full disk', () => {
  let disk: SmallDisk
  beforeEach(() => {
    disk = mountSmallDisk(64)
  })
  afterEach(() => disk.unmount())

  const start = () => startStudio({ LIVEKIT_OFF: '1' }, `${disk.folder}/data`)

  /** Nothing at all, too little for a log's index, too little for the tables. */
  test.each([0, 24, 80, 240])('with %i KiB left at the start is said in words', async (leftKib) => {
    disk.fill(leftKib * KIB)
    const refused = await start().then(
      () => 'started',
      (thrown: unknown) => String(thrown),
    )
    expect(refused).toContain('YANKE_REFUSED {"code":"data-folder"')
    expect(refused).toContain(`硬盘满了，数据目录写不进去：${disk.folder}/data`)
    expect(refused).toContain('do not choose another folder')
  })

  /** As if nothing had been asked with these for a while: the next request would note that they are used. */
  const leaveUnused = (): void => {
    const db = new DatabaseSync(join(disk.folder, 'data/yanke.sqlite'))
    db.exec('update session set seen_at = seen_at - 600000')
    db.close()
  }

  test('[DR8] is said in the answer to whoever wants something kept, and all can be read', async () => {
    const studio = await start()
    try {
      const { admin, school } = await foundSchool(studio)
      const headers = { cookie: admin.cookie, 'content-type': 'application/json' }
      const reader = { cookie: await signInAs(studio.url, admin) }
      leaveUnused()
      let made = 0
      const makeGroup = () => {
        made += 1
        return fetch(`${studio.url}/api/orgs`, {
          ...{ method: 'POST', headers },
          body: JSON.stringify({ kind: 'group', name: `备课组 ${made}`, parentId: school }),
        })
      }
      disk.fill()
      // The log has room of its own for some more.
      let answer = await makeGroup()
      while (answer.ok && made < 2000) answer = await makeGroup()
      const { code } = problemSchema.parse(await answer.json())
      expect([answer.status, code]).toEqual([507, 'storage-full'])
      for (const who of [headers, reader])
        expect((await fetch(`${studio.url}/api/orgs`, { headers: who })).status).toBe(200)
      disk.free()
      expect((await makeGroup()).status).toBe(200)
    } finally {
      await studio.stop()
    }
  })
})
