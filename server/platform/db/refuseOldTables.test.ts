import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openDb } from './Db.ts'

test('a folder of before the first release is refused in words and left as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanke-old-'))
  const file = join(folder, 'yanke.sqlite')
  const old = new DatabaseSync(file)
  old.exec('create table doc_update (doc text, seq integer)')
  old.close()
  await expect(openDb(file)).rejects.toMatchObject({
    name: 'StartRefusal',
    code: 'data-folder',
    words: { 'zh-CN': expect.stringContaining('正式发布前') },
  })
  const again = new DatabaseSync(file)
  expect(again.prepare('select name from sqlite_master').all()).toHaveLength(1)
  again.close()
  await rm(folder, { recursive: true })
})
