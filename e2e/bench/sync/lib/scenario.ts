import type { Target } from './Target.ts'

type Option = number | string
/** Figures of one run, by name. */
export type Figures = Readonly<Record<string, unknown>>

export type Scenario = {
  /** `overrides` as they stand on the command line. Throws for a name it does not have. */
  run(
    target: Target,
    overrides: Readonly<Record<string, Option>>,
  ): Promise<{ readonly options: Readonly<Record<string, Option>>; readonly figures: Figures }>
}

/** A load, its options with their defaults, and what it measures. */
export const scenario = <Options extends Readonly<Record<string, Option>>>(
  defaults: Options,
  measure: (target: Target, options: Options) => Promise<Figures>,
): Scenario => ({
  run: async (target, overrides) => {
    const options: Record<string, Option> = { ...defaults }
    for (const [name, value] of Object.entries(overrides)) {
      const usual = defaults[name]
      if (usual === undefined) throw new Error(`no option ${name}`)
      options[name] = typeof usual === 'number' ? Number(value) : value
    }
    return { options, figures: await measure(target, options as Options) }
  },
})
