/** Three notes out of the speakers; resolves when they have sounded, false where nothing can play. */
export const playChime = async (): Promise<boolean> => {
  const Context = window.AudioContext
  if (!Context) return false
  const context = new Context()
  await context.resume().catch(() => undefined)
  if (context.state !== 'running') return false
  const notes = [523, 659, 784]
  notes.forEach((hertz, index) => {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const startS = context.currentTime + index * 0.45
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, startS)
    volume.gain.linearRampToValueAtTime(0.4, startS + 0.05)
    volume.gain.linearRampToValueAtTime(0, startS + 0.42)
    tone.connect(volume).connect(context.destination)
    tone.start(startS)
    tone.stop(startS + 0.45)
  })
  await new Promise((resolve) => setTimeout(resolve, notes.length * 450))
  await context.close()
  return true
}
