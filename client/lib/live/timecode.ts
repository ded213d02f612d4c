/*
 * The time as black and white blocks: 24 bits of session ms (two's complement), a row of known
 * blocks and a checksum below them. Survives blur, scaling and VP8; placed by fractions of the
 * picture, so that any size can be read.
 */
const COLUMNS = 12
const ROWS = 3
const AREA = { x: 0.05, y: 0.05, width: 0.9, height: 0.36 } as const
const BITS = 24
const HALF = 2 ** (BITS - 1)
/** White and black must differ by this much luma to be believed. */
const LEAST_CONTRAST = 60

const checksum = (value: number): number =>
  ((value & 255) * 3 + ((value >> 8) & 255) * 5 + ((value >> 16) & 255) * 7 + 0x5a) & 255

const bitsOf = (value: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, i) => ((value >> (count - 1 - i)) & 1) === 1)

const numberOf = (bits: readonly boolean[]): number =>
  bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0)

/** All blocks, row by row: time, then white, black, checksum, black, white. */
const blocksOf = (atMs: number): readonly boolean[] => {
  const value = ((Math.round(atMs) % (2 * HALF)) + 2 * HALF) % (2 * HALF)
  return [...bitsOf(value, BITS), true, false, ...bitsOf(checksum(value), 8), false, true]
}

type Size = { readonly width: number; readonly height: number }

const blockAt = (index: number, { width, height }: Size) => ({
  x: (AREA.x + ((index % COLUMNS) / COLUMNS) * AREA.width) * width,
  y: (AREA.y + (Math.floor(index / COLUMNS) / ROWS) * AREA.height) * height,
  width: (AREA.width / COLUMNS) * width,
  height: (AREA.height / ROWS) * height,
})

/** Draws session time `atMs` over the top of a picture. */
export const drawTimecode = (
  context: Pick<CanvasRenderingContext2D, 'fillStyle' | 'fillRect'>,
  size: Size,
  atMs: number,
): void => {
  blocksOf(atMs).forEach((isWhite, index) => {
    const block = blockAt(index, size)
    context.fillStyle = isWhite ? '#fff' : '#000'
    context.fillRect(block.x, block.y, block.width, block.height)
  })
}

/** Mean luma of a block's middle, away from its neighbours' blur. */
const lumaOf = (pixels: ImageData, index: number): number => {
  const block = blockAt(index, pixels)
  const fromX = Math.round(block.x + block.width * 0.3)
  const toX = Math.max(fromX + 1, Math.round(block.x + block.width * 0.7))
  const fromY = Math.round(block.y + block.height * 0.3)
  const toY = Math.max(fromY + 1, Math.round(block.y + block.height * 0.7))
  let sum = 0
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < toX; x++) {
      const at = (y * pixels.width + x) * 4
      const { [at]: red = 0, [at + 1]: green = 0, [at + 2]: blue = 0 } = pixels.data
      sum += 0.299 * red + 0.587 * green + 0.114 * blue
    }
  return sum / ((toX - fromX) * (toY - fromY))
}

/** Session ms drawn by the test picture; null when there is none or it cannot be trusted. */
export const readTimecode = (pixels: ImageData): number | null => {
  const lumas = Array.from({ length: COLUMNS * ROWS }, (_, index) => lumaOf(pixels, index))
  const at = (index: number): number => lumas[index] ?? 0
  const white = (at(24) + at(35)) / 2
  const black = (at(25) + at(34)) / 2
  if (white - black < LEAST_CONTRAST) return null
  const bits = lumas.map((luma) => luma > (white + black) / 2)
  const value = numberOf(bits.slice(0, BITS))
  if (numberOf(bits.slice(26, 34)) !== checksum(value)) return null
  return value >= HALF ? value - 2 * HALF : value
}
