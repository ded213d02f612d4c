/** Best first. WebM joins without a gap; MP4 is for Safari, which records nothing else before 18.4. */
const candidates = [
  'video/webm;codecs=vp8,opus',
  'video/webm;codecs=vp9,opus',
  'video/webm',
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
  'video/mp4',
] as const
const soundOnly = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4'] as const

/** The format this browser records a stream in; null when it can record none of ours. */
export const pickFormat = (hasVideo: boolean): string | null =>
  (hasVideo ? candidates : soundOnly).find((mime) => MediaRecorder.isTypeSupported(mime)) ?? null
