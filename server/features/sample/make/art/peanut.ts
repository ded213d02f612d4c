/** Plants and fruit for 《落花生》. */

function pod(x: number, y: number, turn: number, scale = 1): string {
  return (
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})"><path d="M0-30C16-30 20-14 14-2C22 12 20 34 0 36C-20 34-22 12-14-2C-20-14-16-30 0-30Z" fill="#d9b57c"/>` +
    '<path d="M-6-22Q-10-12-7-4M6-24Q10-12 6-2M-8 10Q-12 20-6 30M8 8Q12 20 5 31M0 6V32M0-26V-6" fill="none" stroke="#b68d52" stroke-width="2.400" stroke-linecap="round"/></g>'
  )
}

export function pods(): string {
  return pod(0, 0, 24) + pod(62, 14, -32, 0.92) + pod(26, 58, 78, 0.86)
}

function leaf(x: number, y: number, turn: number, color: string): string {
  return `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0 0C16-12 20-34 0-56C-20-34-16-12 0 0Z" fill="${color}"/><path d="M0-4V-44" stroke="#fff" stroke-width="2" opacity=".35"/></g>`
}

function sprig(x: number, y: number, turn: number, scale: number): string {
  return (
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})"><path d="M0 0V-70" stroke="#4f8272" stroke-width="6" stroke-linecap="round"/>` +
    leaf(0, -62, -58, '#5f9a86') +
    leaf(0, -62, 58, '#5f9a86') +
    leaf(0, -70, -20, '#6fa894') +
    leaf(0, -70, 20, '#4f8b77') +
    '</g>'
  )
}

/** A whole peanut plant, above and under the ground; the soil begins at y = 0. */
export function plant(soilWidth: number, soilDepth: number): string {
  const half = soilWidth / 2
  return (
    `<path d="M${-half} 0Q${-half / 2}-14 0-4T${half}-2V${soilDepth}H${-half}Z" fill="#b08a5e"/><path d="M${-half} 70Q${-half / 2} 54 0 66T${half} 62V${soilDepth}H${-half}Z" fill="#9a754c"/>` +
    '<path d="M0-4V90M0 26C-40 50-70 60-96 96M0 26C40 48 66 62 100 92M0 50C-20 80-34 110-40 142M0 50C24 84 34 110 46 146" fill="none" stroke="#e7d3b0" stroke-width="5" stroke-linecap="round"/>' +
    pod(-104, 124, 20) +
    pod(110, 120, -22) +
    pod(-46, 176, 8) +
    pod(54, 180, -10) +
    sprig(-4, -2, -46, 1.15) +
    sprig(4, -2, 44, 1.15) +
    sprig(0, -4, -14, 1.5) +
    sprig(2, -4, 18, 1.36) +
    '<circle cx="-60" cy="-56" r="8" fill="#e6b655"/><circle cx="66" cy="-44" r="7" fill="#e6b655"/>'
  )
}

function branchFruit(x: number, y: number, body: string): string {
  return `<g transform="translate(${x} ${y})"><path d="M0-30V-52" stroke="#7a6038" stroke-width="5" stroke-linecap="round"/>${body}</g>`
}

export const PEACH =
  '<path d="M0-26C30-44 52-8 34 18C22 36 8 40 0 46C-8 40-22 36-34 18C-52-8-30-44 0-26Z" fill="#e59a86"/><path d="M0-26C-10 0-6 26 0 44" fill="none" stroke="#c9725f" stroke-width="3"/><path d="M4-28Q26-50 44-34Q28-20 4-28Z" fill="#6fa894"/>'
export const POMEGRANATE =
  '<path d="M-10-34L-14-48L-4-40L0-50L4-40L14-48L10-34C34-30 42-8 38 8C34 34 14 42 0 42S-34 34-38 8C-42-8-34-30-10-34Z" fill="#cf6a55"/><path d="M-8 8C-4-6 18-8 22 6C20 22 0 26-8 8Z" fill="#f6d9c8"/><circle cx="3" cy="6" r="4" fill="#b64536"/><circle cx="13" cy="6" r="4" fill="#b64536"/><circle cx="8" cy="14" r="4" fill="#b64536"/>'
export const APPLE =
  '<path d="M0-24C14-38 44-30 42 2C40 30 18 46 0 38C-18 46-40 30-42 2C-44-30-14-38 0-24Z" fill="#d9705c"/><path d="M-26-4Q-24-18-12-20" fill="none" stroke="#fff" stroke-width="4" opacity=".6" stroke-linecap="round"/><path d="M2-28Q22-52 38-38Q24-22 2-28Z" fill="#6fa894"/>'

/** Peach, pomegranate and apple hanging high on one bough, 420 wide. */
export function bough(): string {
  return (
    '<path d="M-10 30C90-6 220 0 300 20S400 20 430 4" fill="none" stroke="#8a6c42" stroke-width="14" stroke-linecap="round"/>' +
    leaf(60, 12, -30, '#5f9a86') +
    leaf(150, 2, 16, '#6fa894') +
    leaf(250, 8, -18, '#5f9a86') +
    leaf(350, 18, 22, '#4f8b77') +
    branchFruit(76, 76, PEACH) +
    branchFruit(206, 72, POMEGRANATE) +
    branchFruit(334, 82, APPLE)
  )
}

export function fruitIcon(kind: string, x: number, y: number, scale: number): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})">${kind}</g>`
}

/** A seated person without a face, for pictures of people who work quietly. */
export function worker(
  x: number,
  y: number,
  coat: string,
  tool: 'broom' | 'book' | 'lamp',
): string {
  const tools = {
    broom:
      '<path d="M44-70L62 40" stroke="#8a6c42" stroke-width="6" stroke-linecap="round"/><path d="M50 38h24l10 34H44z" fill="#d9b57c"/>',
    book: '<path d="M-24-8q12-8 24 0q12-8 24 0v28q-12-8-24 0q-12-8-24 0z" fill="#f7f4ec" stroke="#a9865a" stroke-width="3"/>',
    lamp: '<path d="M44-30v90" stroke="#5b676b" stroke-width="6" stroke-linecap="round"/><path d="M26-30h36l-8-26H34z" fill="#e6b655"/>',
  } as const
  return (
    `<g transform="translate(${x} ${y})"><path d="M-46 76C-50 0-34-34 0-36S50 0 46 76Z" fill="${coat}"/><path d="M-9-54H9V-34L0-24-9-34Z" fill="#e0b794"/>` +
    `<ellipse cx="0" cy="-72" rx="24" ry="27" fill="#e8c4a2"/><path d="M-26-70C-30-114 30-114 26-70C18-92-2-92-10-90C-18-88-24-82-26-70Z" fill="#2b2827"/>${tools[tool]}</g>`
  )
}
