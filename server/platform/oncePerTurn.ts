/**
 * A lookup that is made once for everybody who asks for the same thing in one turn of the event
 * loop: after an outage a whole class asks for the same lesson within a few milliseconds. It begins
 * when the turn is over, so nobody gets an answer that was looked up before they asked, and a right
 * that was withdrawn before is not found again.
 */
export const oncePerTurn = <Key extends string, Value>(
  look: (key: Key) => Promise<Value>,
): ((key: Key) => Promise<Value>) => {
  let asked: Map<Key, Promise<Value>> | null = null
  let turn: Promise<void> | null = null
  return (key) => {
    turn ??= new Promise((resolve) =>
      setImmediate(() => {
        asked = null
        turn = null
        resolve()
      }),
    )
    asked ??= new Map()
    const answer = asked.get(key) ?? turn.then(() => look(key))
    asked.set(key, answer)
    return answer
  }
}
