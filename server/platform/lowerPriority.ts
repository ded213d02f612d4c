import { setPriority } from 'node:os'

/**
 * Lets the calling thread work only when those that serve people do not. Called before what the thread
 * runs is even loaded, which costs more than most of its jobs. On Linux alone a thread has a priority
 * of its own; elsewhere it would be the whole process's.
 */
export const lowerPriority = (): void => {
  if (process.platform !== 'linux') return
  try {
    setPriority(10)
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
}
