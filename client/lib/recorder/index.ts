export { type Leftover, listLeftovers, uploadNow } from './leftovers.ts'
export { resumeUploads } from './resumeUploads.ts'
export { startRecorder } from './startRecorder.ts'
export type { Recorder } from './types.ts'
