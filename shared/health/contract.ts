import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'

/** Whether the studio works, in words a person can act on; nothing an outsider could use. */
export const readHealth = endpoint({
  method: 'GET',
  path: '/health',
  access: 'anyone',
  response: z.object({
    version: z.string(),
    media: z.object({ state: z.enum(['ready', 'building', 'down', 'absent']), detail: z.string() }),
    /** STUN addresses browsers may ask; empty by default, so nothing leaves the network. */
    stunServers: z.array(z.string()),
  }),
})
