import type { ResultOf } from '#shared/http/endpoint.ts'
import type { readHome } from '#shared/lessons/contract.ts'

export type Home = ResultOf<typeof readHome>
