/** What tabs of one browser tell one another; null in a browser that refuses even this: nobody hears of the others. */
export const channelOf = (name: string): BroadcastChannel | null => {
  try {
    return new BroadcastChannel(name)
  } catch {
    return null
  }
}
