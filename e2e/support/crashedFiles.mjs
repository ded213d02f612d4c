const CRASH = /Worker exited unexpectedly with signal SIGSEGV .*?while running test file (\S+)/g
const ERRORS = /Vitest caught (\d+) unhandled errors?/g

/**
 * The files under which the runtime itself crashed, from the log of a run of Vitest in which nothing else
 * went wrong outside of the tests; none otherwise. It is rare, and taken for what Node does now and then
 * when a thread in its process ends (nodejs/node 56312); that has not been shown.
 */
export const crashedFiles = (log) => {
  const files = [...log.matchAll(CRASH)].map(([, file]) => file)
  const errors = [...log.matchAll(ERRORS)].reduce((sum, [, count]) => sum + Number(count), 0)
  return files.length === errors ? [...new Set(files)] : []
}
