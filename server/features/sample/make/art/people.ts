/** Drawn people. Pupils have no facial features: seats, never faces. Teachers have the simplest ones. */

const SKIN = ['#e8c4a2', '#edcdb0', '#dfb48e'] as const
const HAIR = ['#2b2827', '#3a312c', '#242a2d'] as const

const HAIR_SHAPES: readonly ((hair: string) => string)[] = [
  (h) =>
    `<path d="M-14.500-43C-20-66-4-66 3-65C14-64 17-54 14.500-43L11-52Q0-58-10-53Z" fill="${h}"/>`,
  (h) => `<path d="M-15-45C-18-70 18-70 15-45C13-55 5-58-3-57C-9-56-13-52-15-45Z" fill="${h}"/>`,
  (h) =>
    `<ellipse cx="-18" cy="-41" rx="5" ry="9" fill="${h}"/><ellipse cx="18" cy="-41" rx="5" ry="9" fill="${h}"/>` +
    `<path d="M-15-44C-17-70 17-70 15-44C11-54 6-57 0-52C-6-57-11-54-15-44Z" fill="${h}"/>`,
  (h) =>
    `<path d="M-16-34C-21-70 23-70 18-34C14-33 13-37 13.500-46C9-52-2-54-10-49C-11-40-11-35-16-34Z" fill="${h}"/>`,
]

export interface PupilPose {
  readonly seed: number
  readonly vest: string
  readonly hand: boolean
  readonly standing: boolean
  /** Small turn of the head and shift of the body, -1 to 1. */
  readonly sway: number
}

/** One pupil seen from behind, as the camera at the back of a room sees them. */
export function pupilFromBehind(pose: PupilPose): string {
  const skin = SKIN[pose.seed % 3] ?? SKIN[0]
  const hair = HAIR[(pose.seed * 7) % 3] ?? HAIR[0]
  const raised = pose.hand
    ? `<path d="M17-14L25-46" stroke="#eceae4" stroke-width="9" stroke-linecap="round"/><circle cx="26" cy="-56" r="6" fill="${skin}"/>`
    : ''
  const tails =
    pose.seed % 3 === 1
      ? `<ellipse cx="-18" cy="-41" rx="5" ry="10" fill="${hair}"/><ellipse cx="18" cy="-41" rx="5" ry="10" fill="${hair}"/>`
      : ''
  const neck =
    pose.seed % 3 === 2
      ? `<path d="M-15-48C-17-30-12-27 0-27S17-30 15-48Z" fill="${hair}"/>`
      : `<path d="M-5-38H5V-26H-5Z" fill="${skin}"/>`
  return (
    `<g transform="translate(${pose.sway} ${pose.standing ? -26 : 0})">${raised}` +
    '<path d="M-25 44V4C-26-20-14-29 0-29S26-20 25 4V44Z" fill="#eceae4"/>' +
    `<path d="M-18 44V-23Q0-31 18-23V44Z" fill="${pose.vest}"/>${neck}` +
    `<g transform="rotate(${pose.sway * 4} 0 -34)">${tails}<ellipse cx="-14" cy="-45" rx="3" ry="4" fill="${skin}"/><ellipse cx="14" cy="-45" rx="3" ry="4" fill="${skin}"/>` +
    `<ellipse cx="0" cy="-48" rx="14.500" ry="16.500" fill="${hair}"/></g></g>`
  )
}

/** One pupil seen from the front, origin at the table's edge. */
export function pupil(pose: PupilPose): string {
  const skin = SKIN[pose.seed % 3] ?? SKIN[0]
  const hair = HAIR[(pose.seed * 7) % 3] ?? HAIR[0]
  const shape = HAIR_SHAPES[(pose.seed * 5 + 1) % 4] ?? HAIR_SHAPES[0]
  const raised = pose.hand
    ? `<path d="M17-14L25-46" stroke="#eceae4" stroke-width="9" stroke-linecap="round"/><circle cx="26" cy="-56" r="6" fill="${skin}"/>`
    : ''
  const body =
    `<path d="M-25 34V4C-26-20-14-29 0-29S26-20 25 4V34Z" fill="#eceae4"/>` +
    `<path d="M-17 34V-24Q-12-28-8-28L0-17 8-28Q12-28 17-24V34Z" fill="${pose.vest}"/>`
  const head =
    `<path d="M-5-38H5V-28L0-20-5-28Z" fill="${skin}"/><path d="M-5-34Q0-28 5-34V-30Q0-25-5-30Z" fill="#000" opacity=".12"/>` +
    `<g transform="translate(${pose.sway * 1.6} 0) rotate(${pose.sway * 4} 0 -34)"><ellipse cx="0" cy="-47" rx="14" ry="15.500" fill="${skin}"/>${shape?.(hair) ?? ''}</g>`
  return `<g transform="translate(${pose.sway} ${pose.standing ? -26 : 0})">${raised}${body}${head}</g>`
}

/** A double desk with two books, origin between the two seats. */
export function desk(): string {
  return (
    '<path d="M-58-1H58L63 8H-63Z" fill="#bd9a6c"/><path d="M-63 8H63v26H-63z" fill="#97764d"/>' +
    '<path d="M-45 1.500h20l3 4.500h-26z" fill="#f7f4ec"/><path d="M23 1.500h20l3 4.500h-26z" fill="#f7f4ec"/>'
  )
}

export type Mouth = 'closed' | 'small' | 'open'

const MOUTHS: Record<Mouth, string> = {
  closed:
    '<path d="M-4-131q4 3 8 0" fill="none" stroke="#a65f4c" stroke-width="1.800" stroke-linecap="round"/>',
  small: '<ellipse cx="0" cy="-130" rx="3.200" ry="1.900" fill="#8f4a3c"/>',
  open: '<ellipse cx="0" cy="-129.500" rx="3.800" ry="3.400" fill="#8f4a3c"/>',
}

export interface TeacherPose {
  readonly coat: string
  readonly mouth: Mouth
  /** The arm on the right of the picture. */
  readonly arm: 'point' | 'beat' | 'down' | 'tablet' | 'invite'
  readonly bun: boolean
  readonly nod: number
  readonly blink: boolean
}

function coatAndNeck(coat: string): string {
  return (
    `<path d="M-44 0C-46-60-40-96-22-106Q0-114 22-106C40-96 46-60 44 0Z" fill="${coat}"/>` +
    '<path d="M-14-109L0-84 14-109Q0-115-14-109Z" fill="#f4f0e6"/>' +
    '<path d="M-22-106L-3-72 0-84ZM22-106L3-72 0-84Z" fill="#000" opacity=".16"/>' +
    '<circle cx="9" cy="-74" r="3" fill="#1d2428"/>' +
    '<path d="M-8-128H8V-108L0-96-8-108Z" fill="#e6c09c"/><path d="M-8-122Q0-114 8-122V-116Q0-108-8-116Z" fill="#000" opacity=".12"/>'
  )
}

function arms(pose: TeacherPose): string {
  const sleeve = (d: string): string =>
    `<path d="${d}" stroke="${pose.coat}" stroke-width="19" stroke-linecap="round" stroke-linejoin="round" fill="none"/>`
  const hand = (d: string): string =>
    `<path d="${d}" stroke="#e6c09c" stroke-width="11" stroke-linecap="round"/>`
  const left = sleeve('M-36-88C-52-62-50-32-40-6')
  switch (pose.arm) {
    case 'point':
      return `${left}${sleeve('M34-92C58-96 74-112 96-134')}${hand('M97-135L108-146')}<path d="M108-146L134-172" stroke="#efe9da" stroke-width="4" stroke-linecap="round"/>`
    case 'beat':
      return `${left}${sleeve('M34-92C54-92 68-96 86-106')}${hand('M87-106L98-112')}<path d="M98-112L126-134" stroke="#efe9da" stroke-width="4" stroke-linecap="round"/>`
    case 'invite':
      return `${left}${sleeve('M34-92C48-78 60-72 80-76')}${hand('M82-76L94-81')}`
    case 'down':
      return `${left}${sleeve('M36-88C52-62 50-32 40-6')}`
    case 'tablet':
      return (
        sleeve('M36-84C46-62 40-48 14-42M-36-84C-46-62-40-48-16-42') +
        '<rect x="-18" y="-62" width="34" height="24" rx="3" fill="#1d2428"/><rect x="-15" y="-59" width="28" height="18" fill="#c8d6dc"/>'
      )
  }
}

function head(pose: TeacherPose): string {
  const back = pose.bun
    ? '<ellipse cx="0" cy="-164" rx="9" ry="8" fill="#2b2827"/>'
    : '<path d="M-24-128C-30-176 30-176 24-128C22-118 16-116 14-122L-14-122C-16-116-22-118-24-128Z" fill="#2b2827"/>'
  const front = pose.bun
    ? '<path d="M-19-136C-22-170 22-170 19-136C15-150 7-154-3-153C-10-152-16-147-19-136Z" fill="#2b2827"/>'
    : '<path d="M-18-138C-20-168 26-168 21-138C17-150 8-154-2-154C-10-153-15-148-18-138Z" fill="#2b2827"/>'
  const eyes = pose.blink
    ? '<path d="M-9-140h5M4-140h5" stroke="#2b2827" stroke-width="1.600" stroke-linecap="round"/>'
    : '<circle cx="-6.500" cy="-140" r="1.900" fill="#2b2827"/><circle cx="6.500" cy="-140" r="1.900" fill="#2b2827"/>'
  return (
    `<g transform="rotate(${pose.nod} 0 -118)">${back}<ellipse cx="0" cy="-140" rx="17.500" ry="20" fill="#e6c09c"/>` +
    `${eyes}${MOUTHS[pose.mouth]}${front}</g>`
  )
}

/** A teacher from the knees up, origin at the lower middle. */
export function teacher(pose: TeacherPose): string {
  // The head lies under the arm but over the coat, so that a raised sleeve never hides the face.
  return `${coatAndNeck(pose.coat)}${head(pose)}${arms(pose)}`
}
