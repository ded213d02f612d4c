/** Longer than a slow computer needs to read a very large copy, ms. */
const WITHIN_MS = 30_000

/**
 * What was asked of the browser's storage, or `instead` when it does not answer: a database that is
 * to be deleted and that a tab holds open which cannot hear keeps whoever opens it waiting, without a word.
 */
export const inTime = async <Answer>(asked: Promise<Answer>, instead: Answer): Promise<Answer> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(instead), WITHIN_MS)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
