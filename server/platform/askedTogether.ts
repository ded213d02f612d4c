/**
 * A question that is made once for all who ask it while the one before is on its way: a hall of teachers
 * may ask for the same lesson. Nobody gets an answer to a question that was asked before theirs.
 */
export const askedTogether = <Key, Answer>(
  ask: (key: Key) => Promise<Answer>,
): ((key: Key) => Promise<Answer>) => {
  const underway = new Map<Key, Promise<void>>()
  const next = new Map<Key, Promise<Answer>>()
  const begin = (key: Key): Promise<Answer> => {
    next.delete(key)
    const answer = ask(key)
    const over = answer.then(
      () => undefined,
      () => undefined,
    )
    underway.set(key, over)
    void over.then(() => {
      if (underway.get(key) === over) underway.delete(key)
    })
    return answer
  }
  return (key) => {
    const waiting = next.get(key)
    if (waiting) return waiting
    const answer = (underway.get(key) ?? Promise.resolve()).then(() => begin(key))
    next.set(key, answer)
    return answer
  }
}
