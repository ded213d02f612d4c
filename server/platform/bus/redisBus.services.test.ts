import { inject } from 'vitest'
import { newId } from '../ids.ts'
import { quietLog } from '../sync/testing/quietLog.ts'
import { busContract } from './bus.contract.ts'
import { redisBus } from './redisBus.ts'

busContract('redisBus', async () => {
  const prefix = newId()
  const open = (nodeId: string) =>
    redisBus({ url: inject('redisUrl'), prefix, nodeId, log: quietLog })
  const [here, there] = [await open('here'), await open('there')]
  return {
    here,
    there,
    close: async () => {
      await here.close()
      await there.close()
    },
  }
})
