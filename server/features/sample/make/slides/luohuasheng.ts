import { APPLE, bough, fruitIcon, PEACH, POMEGRANATE, plant, pods } from '../art/peanut.ts'
import { closingPages } from './luohuashengClosing.ts'
import {
  CELADON,
  deck,
  GAMBOGE,
  heading,
  INDIGO,
  INK,
  INK_2,
  LINE,
  lines,
  page,
  task,
  text,
} from './page.ts'

function cover(): string {
  return page(
    '<rect width="1280" height="720" fill="#eef3ee"/><circle cx="1100" cy="150" r="58" fill="#e3b277"/><path d="M0 430Q220 370 460 410T900 396T1280 420V520H0Z" fill="#d3e0d8"/>' +
      `<g transform="translate(920 444) scale(1.180)">${plant(1800, 240)}</g>` +
      text(96, 220, '落花生', { size: 128, bold: true }) +
      text(100, 296, '第二课时', { size: 48, fill: INK_2 }) +
      `<path d="M100 330H420" stroke="${CELADON}" stroke-width="5" stroke-linecap="round"/>` +
      text(100, 386, '五年级上册 第 2 课', { size: 30, fill: '#33463f', sans: true }),
  )
}

function goals(): string {
  const goal = (y: number, number: string, words: string, proof: string): string =>
    `<circle cx="112" cy="${y - 14}" r="34" fill="#e6f0ec"/>${text(112, y, number, { size: 40, bold: true, anchor: 'middle', fill: CELADON })}` +
    text(176, y - 4, words, { size: 40 }) +
    text(176, y + 48, proof, { size: 28, fill: INK_2, sans: true })
  return page(
    heading('学', '这节课，我们要学会') +
      goal(238, '1', '分角色读好“议花生”，说清“最可贵”在哪里', '看谁能从句子里找到根据') +
      goal(372, '2', '比一比花生和桃子、石榴、苹果，懂得借物喻人', '学习单填三行，说出一句理由') +
      goal(506, '3', '学着写一个默默做事的人，八十字左右', '写完自己读一遍，对照三颗星') +
      `<g transform="translate(1110 618) scale(.9)">${pods()}</g>`,
  )
}

function review(): string {
  const tile = (x: number, word: string, note: string, on: boolean): string =>
    `<rect x="${x}" y="186" width="262" height="300" rx="16" fill="${on ? '#e6f0ec' : '#fff'}" stroke="${on ? CELADON : LINE}" stroke-width="${on ? 4 : 2}"/>` +
    text(x + 131, 352, word, {
      size: 128,
      bold: true,
      anchor: 'middle',
      fill: on ? CELADON : INK,
    }) +
    text(x + 131, 440, note, { size: 30, anchor: 'middle', fill: INK_2, sans: true })
  return page(
    heading('一', '回顾课文', '4 分钟') +
      tile(72, '种', '半亩空地', false) +
      tile(364, '收', '几个月后', false) +
      tile(656, '尝', '那晚茅亭', false) +
      tile(948, '议', '父亲和我们', true) +
      text(72, 566, '哪一部分写得最详细？为什么？', { size: 42, bold: true }) +
      task('翻到第 10 自然段，用一句话说', '请青山先说'),
  )
}

function roles(): string {
  const role = (x: number, y: number, name: string, site: string, color: string): string =>
    `<circle cx="${x}" cy="${y}" r="62" fill="${color}" opacity=".16"/><path d="M${x - 34} ${y + 46}C${x - 34} ${y + 6} ${x + 34} ${y + 6} ${x + 34} ${y + 46}Z" fill="${color}"/><circle cx="${x}" cy="${y - 14}" r="24" fill="#e8c4a2"/><path d="M${x - 25} ${y - 12}C${x - 28} ${y - 50} ${x + 28} ${y - 50} ${x + 25} ${y - 12}C${x + 14} ${y - 32} ${x - 12} ${y - 32} ${x - 25} ${y - 12}Z" fill="#2b2827"/>` +
    text(x, y + 108, name, { size: 38, bold: true, anchor: 'middle' }) +
    text(x, y + 150, site, { size: 28, anchor: 'middle', fill: color, sans: true })
  return page(
    heading('二', '分角色读“议花生”', '第 10 至 15 自然段') +
      role(172, 270, '父亲', '城关', CELADON) +
      role(406, 270, '姐姐', '青山', INDIGO) +
      role(640, 270, '哥哥', '城关', CELADON) +
      role(874, 270, '我', '青山', INDIGO) +
      role(1108, 270, '旁白', '青山全班', INDIGO) +
      text(72, 508, '读的时候想：', { size: 36, fill: INK_2, sans: true }) +
      text(72, 568, '孩子们说的是“好处”，父亲说的是什么？', { size: 42, bold: true }) +
      task('没有角色的同学，用笔画出父亲的话', '青山先起，城关接'),
  )
}

function whyCompare(): string {
  return page(
    heading('二', '父亲为什么拿它们来比？', '14 分钟') +
      `<g transform="translate(726 206) scale(1.060)">${bough()}</g><g transform="translate(944 480) scale(.520)">${plant(900, 214)}</g>` +
      text(96, 250, '高高地挂在枝头上', { size: 48, fill: '#a84f3d' }) +
      text(96, 318, '使人一见就生爱慕之心', { size: 32, fill: INK_2 }) +
      `<path d="M96 358H560" stroke="${LINE}" stroke-width="2"/>` +
      text(96, 440, '埋在地里', { size: 60, bold: true, fill: '#8a6433' }) +
      text(96, 504, '等到成熟，才把它挖出来', { size: 32, fill: INK_2 }) +
      text(96, 572, '“最可贵”，可贵在哪里？', { size: 38, bold: true }) +
      task('先写一句，写好举蓝牌，再说', '一分钟，两班都写'),
  )
}

function sheet(filled: boolean): string {
  const row = (y: number, name: string, left: string, right: string): string =>
    `<path d="M72 ${y + 36}H1208" stroke="${LINE}" stroke-width="2"/>` +
    text(104, y, name, { size: 38, bold: true }) +
    (filled
      ? text(300, y, left, { size: 36, fill: '#8a6433' }) +
        text(760, y, right, { size: 36, fill: '#a84f3d' })
      : `<path d="M300 ${y}H660M760 ${y}H1160" stroke="#b9b0a0" stroke-width="2" stroke-dasharray="4 8"/>`)
  return page(
    heading('三', filled ? '比过以后，你发现了什么？' : '比一比：三行两栏', '8 分钟') +
      `<path d="M268 168V592M728 168V592" stroke="${LINE}" stroke-width="2"/><path d="M72 262H1208" stroke="${LINE}" stroke-width="2"/>` +
      `<g transform="translate(322 204) scale(.560)">${pods()}</g>${text(402, 234, '花生', { size: 40, bold: true, fill: '#8a6433' })}` +
      fruitIcon(PEACH, 786, 216, 0.62) +
      fruitIcon(POMEGRANATE, 846, 216, 0.62) +
      fruitIcon(APPLE, 906, 216, 0.62) +
      text(950, 234, '桃、石榴、苹果', { size: 34, bold: true, fill: '#a84f3d' }) +
      row(340, '样子', '不好看，灰扑扑', '鲜红嫩绿，好看') +
      row(448, '位置', '埋在地里，看不见', '高挂枝头，看得见') +
      row(556, '用处', '榨油、好吃，不张扬', '好吃，人人都爱慕') +
      task(
        filled ? '说一句：父亲不是说它们不好，而是……' : '独立填三分钟，再和同桌换着看',
        filled ? '城关说，青山补' : '两班各展示一份',
      ),
  )
}

function metaphor(): string {
  const box = (
    x: number,
    title: string,
    color: string,
    ground: string,
    words: readonly string[],
  ): string =>
    `<rect x="${x}" y="190" width="430" height="380" rx="18" fill="${ground}"/>${text(x + 215, 270, title, { size: 52, bold: true, anchor: 'middle', fill: color })}` +
    lines(x + 215, 366, 66, words, { size: 38, anchor: 'middle' })
  return page(
    heading('三', '由物到人：借物喻人', '写法') +
      box(72, '花生', '#8a6433', '#f3ead9', ['埋在地里', '不图好看', '样样有用']) +
      box(778, '人', CELADON, '#e6f0ec', ['默默做事', '不求体面', '对别人有好处']) +
      `<path d="M540 350H724M700 330l28 20-28 20" fill="none" stroke="${GAMBOGE}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>` +
      text(640, 318, '哪里像？', { size: 40, bold: true, anchor: 'middle', fill: GAMBOGE }) +
      lines(640, 430, 48, ['先写物，', '再写人，', '中间找相像。'], {
        size: 32,
        anchor: 'middle',
        fill: INK_2,
      }) +
      task('回到课文，找出父亲由“物”说到“人”的那句话'),
  )
}

export function luohuashengSlides(): string {
  return deck('落花生（第二课时）', [
    cover(),
    goals(),
    review(),
    roles(),
    whyCompare(),
    sheet(false),
    sheet(true),
    metaphor(),
    ...closingPages(),
  ])
}
