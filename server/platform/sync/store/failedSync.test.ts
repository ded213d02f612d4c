import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openLedger } from './testing/storeLedger.ts'

let ledger: Awaited<ReturnType<typeof openLedger>>
afterEach(() => ledger.end())

test('[DR7] a failed fsync ends the process, and nothing is acknowledged after it', async () => {
  ledger = await openLedger()
  const child = ledger.start({ defect: 'failing-sync' })
  const [code] = await once(child, 'close')
  expect(code).toBe(70)
  // Five groups were saved; the sixth, and what came while it was underway, was not.
  const lines = ledger.lines()
  const lastSaved = lines.findLastIndex(([what]) => what === 'SAVED')
  expect(lines.slice(lastSaved).filter(([what]) => what === 'WROTE').length).toBeGreaterThan(0)
  expect(await ledger.missing()).toEqual([])
})

/** Makes fsync and fdatasync of files whose path holds FAIL_SYNC_OF fail as soon as FAIL_SYNC_WHEN exists. */
const SHIM = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int fails(int fd) {
  char link[64], path[4096];
  const char *part = getenv("FAIL_SYNC_OF"), *when = getenv("FAIL_SYNC_WHEN");
  if (!part || !when || access(when, F_OK) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}
int fsync(int fd) {
  if (fails(fd)) { errno = EIO; return -1; }
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}
int fdatasync(int fd) {
  if (fails(fd)) { errno = EIO; return -1; }
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
`
const hasCompiler = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0

describe.skipIf(!hasCompiler)('[DR7] a disk that really answers EIO', () => {
  test.each([
    ['the journal', '/journal/'],
    ['the database', 'documents.sqlite'],
  ])('to an fsync of %s: the process ends', async (_what, part) => {
    ledger = await openLedger()
    const source = join(ledger.folder, 'shim.c')
    const library = join(ledger.folder, 'shim.so')
    const trigger = join(ledger.folder, 'fails-now')
    writeFileSync(source, SHIM)
    spawnSync('gcc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
    const child = ledger.start({
      env: { LD_PRELOAD: library, FAIL_SYNC_OF: part, FAIL_SYNC_WHEN: trigger },
    })
    await ledger.more('SAVED', 50)
    writeFileSync(trigger, '')
    const [code] = await once(child, 'close')
    expect(code).toBe(70)
    expect(await ledger.missing()).toEqual([])
  })
})
