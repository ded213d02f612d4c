/** `work`, once, when the turn of the event loop is over in which it was asked for, however often. */
export const afterTurn = (work: () => void): (() => void) => {
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    setImmediate(() => {
      isDue = false
      work()
    })
  }
}
