import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Standard output of a short command, or null when it is missing, fails or takes over 10 s. */
export const runForOutput = async (
  command: string,
  args: readonly string[],
): Promise<string | null> => {
  const answer = await run(command, [...args], { timeout: 10_000 }).catch(() => null)
  return answer?.stdout ?? null
}
