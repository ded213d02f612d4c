import { isMainThread } from 'node:worker_threads'

/** Where it was asked. */
export const project = (): string => (isMainThread ? 'here' : 'in the thread')
