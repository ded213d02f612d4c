import { randomInt } from 'node:crypto'

/** Letters and digits that cannot be mistaken for one another on paper or over the telephone. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 3
const GROUP_LETTERS = 4

/** Twelve letters and digits in groups of four, 59 bits: read aloud, typed once, then changed. */
export const newPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-')
