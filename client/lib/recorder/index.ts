export { resumeUploads } from './resumeUploads.ts'
export { startRecorder } from './startRecorder.ts'
export type { Recorder } from './types.ts'
