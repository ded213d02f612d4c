import { lowerPriority } from '../lowerPriority.ts'

lowerPriority()
await import('./workshopThread.ts')
