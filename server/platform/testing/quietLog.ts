import { createLog } from '../log.ts'

/** For tests in which things go wrong on purpose. */
export const quietLog = createLog('silent')
