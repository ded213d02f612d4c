const names = [
  '--night',
  '--night-2',
  '--night-3',
  '--night-line',
  '--night-ink',
  '--night-ink-2',
  '--night-near',
  '--night-near-deep',
  '--night-far',
  '--night-far-deep',
  '--night-amber',
  '--celadon',
  '--celadon-deep',
  '--indigo-deep',
  '--hue-lin',
  '--hue-shi',
  '--hue-shen',
  '--hue-gu',
  '--hue-he',
  '--hue-tian',
  '--hue-zhou',
] as const

export type ColourName = (typeof names)[number]

/** The tokens as a canvas needs them: it cannot read `var()`. */
export type Palette = { readonly font: string; colour(name: ColourName): string }

export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element)
  const colours = new Map(names.map((name) => [name, style.getPropertyValue(name).trim()]))
  return {
    font: style.fontFamily || 'sans-serif',
    colour: (name) => colours.get(name) || 'gray',
  }
}
