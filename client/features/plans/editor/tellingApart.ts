/**
 * Makes keys differ that are said twice. While two people's moves of one step settle it stands twice
 * under its id, and of two children with one key React may leave one on the screen for ever.
 */
export const tellingApart = (): ((key: string) => string) => {
  const times = new Map<string, number>()
  return (key) => {
    const before = times.get(key) ?? 0
    times.set(key, before + 1)
    return before === 0 ? key : `${key}~${before + 1}`
  }
}
