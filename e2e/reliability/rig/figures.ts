import { appendFileSync } from 'node:fs'

/** `YANKE_LONG=1`: the counts of the long form. */
export const isLong = process.env.YANKE_LONG === '1'

/** How often something is done, in the short form of every change and in the long one. */
export const times = (short: number, long: number): number => (isLong ? long : short)

/** The seed of this run, printed with every failure; `YANKE_SEED` repeats one. */
export const seed = Number(process.env.YANKE_SEED ?? Math.floor(Math.random() * 2 ** 31))

type Values = Readonly<Record<string, number | string | boolean | null>>

const note = (figure: string, goal: string, more: object): void => {
  const file = process.env.YANKE_FIGURES
  if (!file) return
  const line = { figure, goal, isLong, seed, at: new Date().toISOString(), ...more }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}

/** One line of what was found, kept where `YANKE_FIGURES` says. Times are noted, never asserted. */
export const noteFigure = (figure: string, goal: string, values: Values): void =>
  note(figure, goal, { values })

/** How far it has come: what a run that is ended before its end has still shown. */
export const noteProgress = (figure: string, goal: string, values: Values): void =>
  note(figure, goal, { isProgress: true, values })
