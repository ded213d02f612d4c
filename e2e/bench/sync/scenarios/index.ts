import type { Scenario } from '../lib/scenario.ts'
import { burst } from './burst.ts'
import { capacity } from './capacity.ts'
import { coldload } from './coldload.ts'
import { durability } from './durability.ts'
import { fanout } from './fanout.ts'
import { latency } from './latency.ts'
import { manydocs } from './manydocs.ts'
import { presence } from './presence.ts'
import { slowreader } from './slowreader.ts'
import { stock } from './stock.ts'
import { storm } from './storm.ts'

export const scenarios: Readonly<Record<string, Scenario>> = {
  ...{ latency, fanout, capacity, burst, presence, durability },
  ...{ coldload, storm, manydocs, slowreader, stock },
}
