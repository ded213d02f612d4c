import * as Y from 'yjs'
import { type Site, siteSchema } from '../lessons/model.ts'
import { isPlainList, isPlainMap } from '../sync/plainTypes.ts'
import type { InkStroke } from './model.ts'

/** Root names of the Y.Doc `classroom:<id>`; see model.ts. */
export const STATE_ROOT = 'state'
export const INK_ROOT = 'ink'

/** Points of one stroke, three numbers each. */
export const STROKE_POINT_LIMIT = 2000
/** Strokes of one lesson; a busy one has a few hundred. */
export const STROKE_LIMIT = 5000
/** Widest line, as a share of the slide's width. */
export const STROKE_WIDTH_LIMIT = 0.05

export const inkRoot = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(INK_ROOT)

const isPlace = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1

/** Whole triples of x and y on the slide (0…1) and ms since the stroke began (one hour at most). */
export const arePoints = (values: readonly unknown[]): boolean =>
  values.length % 3 === 0 &&
  values.length <= STROKE_POINT_LIMIT * 3 &&
  values.every((value, index) =>
    index % 3 < 2 ? isPlace(value) : typeof value === 'number' && value >= 0 && value <= 3_600_000,
  )

const isWhole = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

/** What a new stroke must be: these fields, nothing else, signed by its author for their own site. */
const fields: Readonly<Record<string, (value: unknown, author: InkAuthor) => boolean>> = {
  site: (value, { site }) => value === site,
  page: (value) => isWhole(value, 1, 500),
  by: (value, { userId }) => value === userId,
  width: (value) => typeof value === 'number' && value > 0 && value <= STROKE_WIDTH_LIMIT,
  startMs: (value) => isWhole(value, 0, 86_400_000),
  done: (value) => typeof value === 'boolean',
  erased: (value) => typeof value === 'boolean',
  points: (value) => isPlainList(value) && arePoints(value.toArray()),
}

export type InkAuthor = { readonly userId: string; readonly site: Site }

export const isNewStroke = (value: unknown, author: InkAuthor): boolean =>
  isPlainMap(value) &&
  value._map.size === Object.keys(fields).length &&
  Object.entries(fields).every(([name, holds]) => holds(value.get(name), author))

/** A stroke as plain data; null when the map is none (only a guard's hole could make that). */
export const readStroke = (strokeId: string, map: unknown): InkStroke | null => {
  if (!(map instanceof Y.Map)) return null
  const site = siteSchema.safeParse(map.get('site'))
  const points = map.get('points')
  const page = Number(map.get('page'))
  if (!site.success || !(points instanceof Y.Array) || !Number.isInteger(page)) return null
  return {
    strokeId,
    site: site.data,
    page,
    by: String(map.get('by')),
    width: Number(map.get('width')),
    startMs: Number(map.get('startMs')),
    done: map.get('done') === true,
    erased: map.get('erased') === true,
    points: points.toArray().map(Number),
  }
}
