/** So deep nobody wraps an error; two may name each other. */
const MOST = 5

/** What was thrown, and what it names as its cause, and that as its own. */
export const causesOf = (thrown: unknown): readonly Error[] => {
  const causes: Error[] = []
  for (let error = thrown; error instanceof Error && causes.length < MOST; error = error.cause)
    causes.push(error)
  return causes
}
