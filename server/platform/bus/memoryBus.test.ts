import { quietLog } from '../sync/testing/quietLog.ts'
import { busContract } from './bus.contract.ts'
import { memoryBus } from './memoryBus.ts'

busContract('memoryBus', async () => {
  const bus = memoryBus(quietLog)
  return { here: bus, there: bus, close: () => bus.close() }
})
