import { z } from 'zod'

/** What the figures were measured on. */
export const headSchema = z.object({
  kind: z.literal('head'),
  at: z.string(),
  isQuick: z.boolean(),
  node: z.string(),
  cpu: z.string(),
  cores: z.number(),
  memoryGB: z.number(),
  commit: z.string(),
  fsyncP50Ms: z.number().nullable(),
  fsyncP99Ms: z.number().nullable(),
  history: z.string(),
  signedIn: z.string(),
  checks: z.string(),
  limits: z.string(),
})
export type Head = z.infer<typeof headSchema>

/** One scenario of one target in one repetition. */
export const runSchema = z.object({
  kind: z.literal('run'),
  scenario: z.string(),
  variant: z.string(),
  target: z.string(),
  rep: z.number(),
  isNoisy: z.boolean(),
  options: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  figures: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
})
export type RunRecord = z.infer<typeof runSchema>

export const recordSchema = z.discriminatedUnion('kind', [headSchema, runSchema])

export const figureOf = ({ figures }: RunRecord, key: string): number | null => {
  const value = figures?.[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
