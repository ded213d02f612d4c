export { resumeUploads } from './resumeUploads.ts'
export { startRecorder } from './startRecorder.ts'
export type { Recorder, RecorderSnapshot } from './types.ts'
