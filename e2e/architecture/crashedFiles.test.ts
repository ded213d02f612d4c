import { expect, test } from 'vitest'
import { crashedFiles } from '../support/crashedFiles.mjs'

const crash = (file: string, signal = 'SIGSEGV') =>
  `Caused by: Error: Worker exited unexpectedly with signal ${signal} during started state while running test file ${file}\n`
const caught = (count: number) =>
  `Vitest caught ${count} unhandled error${count > 1 ? 's' : ''} during`

test('files under which the runtime crashed are told, each once', () => {
  const log = `${caught(3)}\n${crash('/a.test.ts')}${crash('/b.test.ts')}${crash('/a.test.ts')}`
  expect(crashedFiles(log)).toEqual(['/a.test.ts', '/b.test.ts'])
})

test.each([
  ['all went well', 'Test Files  404 passed'],
  ['something else went wrong beside it', `${caught(2)}\n${crash('/a.test.ts')}`],
  ['a test was ended by somebody', `${caught(1)}\n${crash('/a.test.ts', 'SIGKILL')}`],
])('none when %s', (_what, log) => {
  expect(crashedFiles(log)).toEqual([])
})
