import { lowerPriority } from '#server/platform/lowerPriority.ts'

lowerPriority()
await import('./answerHistory.ts')
