import { boat, gorge, turningWater, viewFromBoat, wideGorge } from '../art/river.ts'
import { CELADON, deck, heading, INDIGO, INK_2, LINE, lines, page, task, text } from './page.ts'

/** Where the poem stands on page 3: the ink strokes of the time line are placed by these numbers. */
export const POEM = { x: 104, size: 66, baselines: [298, 398, 498, 598] } as const
const VERSES = [
  '天门中断楚江开，',
  '碧水东流至此回。',
  '两岸青山相对出，',
  '孤帆一片日边来。',
] as const

function cover(): string {
  return page(
    wideGorge() +
      text(96, 214, '望天门山', { size: 116, bold: true }) +
      text(100, 286, '唐 · 李白', { size: 40, fill: INK_2 }) +
      `<path d="M100 320H470" stroke="${CELADON}" stroke-width="5" stroke-linecap="round"/>` +
      text(100, 372, '三年级上册 · 城关、青山同上一课', { size: 28, fill: '#33463f', sans: true }),
  )
}

function whereFrom(): string {
  return page(
    heading('一', '望，是从哪里望？', '读题') +
      text(96, 260, '望', { size: 132, bold: true, fill: CELADON }) +
      text(252, 252, '天门山', { size: 92, bold: true }) +
      lines(96, 350, 58, ['站在山顶上望？', '站在岸上望？', '坐在船上望？'], { size: 38 }) +
      text(96, 548, '到诗里找一句话作根据。', { size: 34, fill: INK_2, sans: true }) +
      `<g transform="translate(648 172)">${viewFromBoat()}</g>` +
      task('先自己读一遍，再说', '请青山先说'),
  )
}

function wholePoem(): string {
  return page(
    gorge() +
      text(104, 142, '望天门山', { size: 64, bold: true }) +
      text(390, 140, '唐 · 李白', { size: 30, fill: INK_2 }) +
      `<path d="M104 184h500" stroke="${LINE}" stroke-width="2"/>` +
      VERSES.map((verse, index) =>
        text(POEM.x, POEM.baselines[index] ?? 0, verse, { size: POEM.size }),
      ).join('') +
      text(104, 672, '圈一圈：哪个字让山和水动起来了？', {
        size: 30,
        fill: '#1d5a4c',
        bold: true,
        sans: true,
      }),
  )
}

function whyTurn(): string {
  return page(
    heading('三', '水为什么要“回”？', '看图') +
      text(96, 250, '碧水东流', { size: 76 }) +
      text(96, 352, '至此', { size: 76 }) +
      text(260, 352, '回', { size: 104, bold: true, fill: CELADON }) +
      text(372, 352, '。', { size: 76 }) +
      lines(96, 452, 54, ['水流到哪里去？', '碰到了什么？', '后来怎么样？'], {
        size: 36,
        fill: INK_2,
      }) +
      `<g transform="translate(648 172)">${turningWater()}</g>` +
      task('和同桌说一说，再用手画一画', '两班同时，10 秒'),
  )
}

function readTogether(): string {
  const card = (
    x: number,
    color: string,
    ground: string,
    site: string,
    verses: readonly string[],
  ): string =>
    `<rect x="${x}" y="186" width="552" height="392" rx="16" fill="${ground}"/><rect x="${x}" y="186" width="552" height="12" rx="6" fill="${color}"/>` +
    text(x + 44, 266, site, { size: 34, bold: true, fill: color, sans: true }) +
    lines(x + 44, 376, 110, verses, { size: 56 })
  return page(
    heading('四', '连起来，读出画面', '诵读') +
      card(72, INDIGO, '#e9eef6', '青山 三年级', [VERSES[0], VERSES[1]]) +
      card(656, CELADON, '#e6f0ec', '城关 三（2）班', [VERSES[2], VERSES[3]]) +
      boat(1130, 262, 0.62) +
      task('断：有力　开：壮阔　回：转弯　出：迎面来'),
  )
}

function homework(): string {
  const frame = (x: number, word: string, color: string): string =>
    `<rect x="${x}" y="196" width="252" height="252" rx="14" fill="#fff" stroke="${LINE}" stroke-width="2"/><path d="M${x + 16} 380Q${x + 70} 330 ${x + 126} 372T${x + 236} 356V432H${x + 16}Z" fill="${color}" opacity=".28"/>` +
    text(x + 126, 342, word, { size: 104, bold: true, anchor: 'middle', fill: color })
  return page(
    heading('五', '选一个字，画一幅画', '作业') +
      frame(72, '断', CELADON) +
      frame(367, '开', CELADON) +
      frame(661, '回', CELADON) +
      frame(956, '出', INDIGO) +
      text(72, 520, '画下这个字让你看见的山和水，旁边写一句话。', { size: 36 }) +
      text(72, 574, '明天两班交换，猜一猜画的是哪个字。', { size: 32, fill: INK_2, sans: true }) +
      task('画好以后，放进两班共用的展板'),
  )
}

export function wangtianmenshanSlides(): string {
  return deck('望天门山', [
    cover(),
    whereFrom(),
    wholePoem(),
    whyTurn(),
    readTogether(),
    homework(),
  ])
}
