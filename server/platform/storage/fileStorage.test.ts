import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileStorage } from './fileStorage.ts'
import { storageContract } from './storage.contract.ts'

storageContract('fileStorage', async () => {
  const root = await mkdtemp(join(tmpdir(), 'yanke-storage-'))
  return {
    storage: fileStorage(root),
    names: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .sort()
    },
    close: () => rm(root, { recursive: true, force: true }),
  }
})
