/** Quieter than this is silence, dB below full scale. */
const FLOOR_DB = -60

/** Loudness of samples between −1 and 1 as 0…100. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12)
  return Math.round(Math.min(100, Math.max(0, (1 - db / FLOOR_DB) * 100)))
}

/** Measures a stream's sound at the source, before any network. */
export const measureLevel = (
  stream: MediaStream,
): { readonly level: () => number; readonly stop: () => void } => {
  if (stream.getAudioTracks().length === 0 || typeof AudioContext === 'undefined')
    return { level: () => 0, stop: () => undefined }
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 2048
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  // A context made without a gesture sleeps; the first touch wakes it.
  const wake = (): void => void context.resume().catch(() => undefined)
  wake()
  window.addEventListener('pointerdown', wake, { once: true })
  return {
    level: () => {
      if (context.state !== 'running') return 0
      analyser.getFloatTimeDomainData(samples)
      return levelOf(samples)
    },
    stop: () => {
      window.removeEventListener('pointerdown', wake)
      void context.close()
    },
  }
}
