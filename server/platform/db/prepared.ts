import type { Compilable, CompiledQuery, Kysely } from 'kysely'

const standIn = (index: number): string => `\u0000value ${index}`

/**
 * A query of which only the values change, built and compiled once, when it is first asked: for the
 * few that every socket and every request ask, where making the SQL takes longer than running it.
 * `build` gets stand-ins and must bind each of them as a value, or the first call throws.
 */
export const prepared = <Values extends readonly string[], Row, Tables>(
  db: Kysely<Tables>,
  build: (...values: Values) => Compilable<Row>,
): ((...values: Values) => Promise<Row[]>) => {
  let made: { readonly query: CompiledQuery<Row>; readonly places: readonly number[] } | null = null
  const make = () => {
    const standIns = Array.from({ length: build.length }, (_, index) => standIn(index))
    // As many as `build` takes.
    const query = build(...(standIns as readonly string[] as Values)).compile()
    const places = query.parameters.map((value) => standIns.indexOf(String(value)))
    const missing = standIns.findIndex((_, index) => !places.includes(index))
    if (missing >= 0) throw new Error(`value ${missing} is bound nowhere in: ${query.sql}`)
    return { query, places }
  }
  return async (...values) => {
    made ??= make()
    const { query, places } = made
    const parameters = places.map((place, at) => (place < 0 ? query.parameters[at] : values[place]))
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}
