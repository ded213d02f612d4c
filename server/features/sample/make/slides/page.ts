/** Helpers for slides drawn as SVG on a 1280 × 720 page. */

export const INK = '#1f2a2e'
export const INK_2 = '#5b676b'
export const PAPER = '#fbf8f1'
export const LINE = '#d3ccbf'
export const CELADON = '#2e7d6b'
export const INDIGO = '#3b5b92'
export const GAMBOGE = '#b97f10'

const SERIF = "'Noto Serif CJK SC','Source Han Serif SC',serif"
const SANS = "'Noto Sans CJK SC','Source Han Sans SC',sans-serif"

export interface TextStyle {
  readonly size: number
  readonly fill?: string
  readonly bold?: boolean
  readonly sans?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
}

export function text(x: number, y: number, words: string, style: TextStyle): string {
  const family = style.sans ? SANS : SERIF
  return `<text x="${x}" y="${y}" font-size="${style.size}" fill="${style.fill ?? INK}" font-weight="${style.bold ? 700 : 400}" text-anchor="${style.anchor ?? 'start'}" font-family="${family}">${words}</text>`
}

/** Several lines of equal style, `step` pixels apart. */
export function lines(
  x: number,
  y: number,
  step: number,
  words: readonly string[],
  style: TextStyle,
): string {
  return words.map((line, index) => text(x, y + index * step, line, style)).join('')
}

export function page(inner: string, ground: string = PAPER): string {
  return `<section><svg viewBox="0 0 1280 720" width="1280" height="720"><rect width="1280" height="720" fill="${ground}"/>${inner}</svg></section>`
}

/** Title line of an inner page, with the step's number in a seal. */
export function heading(seal: string, title: string, aside = ''): string {
  return (
    `<rect x="72" y="56" width="60" height="60" rx="10" fill="${CELADON}"/>${text(102, 99, seal, { size: 36, fill: '#fff', bold: true, anchor: 'middle' })}` +
    text(152, 103, title, { size: 46, bold: true }) +
    (aside ? text(1208, 99, aside, { size: 26, fill: INK_2, sans: true, anchor: 'end' }) : '') +
    `<path d="M72 140H1208" stroke="${LINE}" stroke-width="2"/>`
  )
}

/** What the class does now, at the foot of the page. */
export function task(words: string, who = ''): string {
  return (
    '<rect x="72" y="616" width="1136" height="68" rx="12" fill="#e6f0ec"/><path d="M72 628a12 12 0 0 1 12-12h0v68h0a12 12 0 0 1-12-12z" fill="#2e7d6b"/>' +
    text(108, 661, words, { size: 32, fill: '#1d5a4c', bold: true, sans: true }) +
    (who ? text(1180, 660, who, { size: 26, fill: '#2b4877', sans: true, anchor: 'end' }) : '')
  )
}

export function deck(title: string, pages: readonly string[]): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>
@page{size:1280px 720px;margin:0}*{margin:0;padding:0}section{width:1280px;height:720px;overflow:hidden;break-after:page}section:last-child{break-after:auto}svg{display:block}
</style></head><body>${pages.join('')}</body></html>`
}
