import { pods, worker } from '../art/peanut.ts'
import { CELADON, GAMBOGE, heading, INDIGO, INK_2, LINE, lines, page, task, text } from './page.ts'

function discuss(): string {
  const side = (
    x: number,
    color: string,
    ground: string,
    title: string,
    starts: readonly string[],
  ): string =>
    `<rect x="${x}" y="274" width="556" height="312" rx="16" fill="${ground}"/>${text(x + 36, 340, title, { size: 40, bold: true, fill: color })}` +
    lines(x + 36, 410, 60, starts, { size: 34 })
  return page(
    heading('四', '小组讨论', '7 分钟') +
      text(72, 220, '今天，我们还要做像花生一样的人吗？', { size: 50, bold: true }) +
      side(72, CELADON, '#e6f0ec', '要做有用的人', [
        '我身边就有，比如……',
        '他做的事很小，但是……',
        '没有他，我们就会……',
      ]) +
      side(652, INDIGO, '#e9eef6', '也可以让人看见', [
        '让人看见，也能……',
        '像苹果那样，好处是……',
        '两样都有，行不行？',
      ]) +
      task('每人说一句，组长记两点不同的想法', '两班各请两组'),
  )
}

function write(): string {
  return page(
    heading('五', '小练笔：写一个像花生的人', '7 分钟') +
      worker(188, 300, '#6f8a80', 'broom') +
      worker(384, 300, '#6b80a8', 'book') +
      worker(580, 300, '#a9865a', 'lamp') +
      lines(188, 434, 0, ['清洁工人'], { size: 30, anchor: 'middle', sans: true }) +
      lines(384, 434, 0, ['图书管理员'], { size: 30, anchor: 'middle', sans: true }) +
      lines(580, 434, 0, ['值夜的人'], { size: 30, anchor: 'middle', sans: true }) +
      text(430, 510, '还有谁？写你自己见过的。', { size: 34, anchor: 'middle', fill: INK_2 }) +
      `<rect x="744" y="176" width="464" height="404" rx="16" fill="#fff" stroke="${LINE}" stroke-width="2"/>` +
      text(784, 242, '可以这样写', { size: 32, bold: true, fill: CELADON, sans: true }) +
      lines(
        784,
        312,
        62,
        ['他不像……那样……，', '每天只是……', '可是，要是没有他，……', '他让我想起……'],
        { size: 34 },
      ) +
      task('八十字左右，写五分钟；写完轻轻读一遍', '青山拍两份上传'),
  )
}

const STAR = 'M0-34L10-11 35-9 16 8 22 33 0 20-22 33-16 8-35-9-10-11Z'

function stars(): string {
  const star = (y: number, words: string, ask: string): string =>
    `<path d="${STAR}" transform="translate(124 ${y})" fill="#e6b655"/>${text(190, y + 4, words, { size: 44, bold: true })}${text(190, y + 54, ask, { size: 30, fill: INK_2, sans: true })}`
  return page(
    heading('五', '三颗星，互相评') +
      star(236, '写出了他做的小事', '读完能看见他在做什么') +
      star(368, '找到了和花生相像的地方', '“不显眼”和“有用”都写到了') +
      star(500, '有一句自己的心里话', '不喊口号，说真话') +
      `<rect x="820" y="200" width="388" height="360" rx="18" fill="#f6efdf"/>${text(1014, 274, '评的时候说', { size: 34, bold: true, anchor: 'middle', fill: GAMBOGE })}` +
      lines(1014, 352, 66, ['“我从这一句', '看出来……”', '“要是再写上……，', '会更像。”'], {
        size: 36,
        anchor: 'middle',
      }) +
      task('城关评青山的一份，青山评城关的一份'),
  )
}

function closing(): string {
  const tier = (y: number, name: string, words: string, minutes: string): string =>
    `<rect x="72" y="${y - 50}" width="150" height="66" rx="12" fill="#e6f0ec"/>${text(147, y - 4, name, { size: 34, bold: true, anchor: 'middle', fill: CELADON, sans: true })}` +
    text(252, y - 4, words, { size: 34 }) +
    text(1208, y - 4, minutes, { size: 28, anchor: 'end', fill: INK_2, sans: true })
  return page(
    heading('六', '小结与作业', '2 分钟') +
      text(640, 246, '做一个有用的人，不必等人看见。', { size: 54, bold: true, anchor: 'middle' }) +
      `<g transform="translate(600 300) scale(.740)">${pods()}</g><path d="M72 412H560M720 412H1208" stroke="${LINE}" stroke-width="2"/>` +
      tier(490, '基础', '背诵父亲说的话，抄写三个好句子', '10 分') +
      tier(574, '拓展', '读一篇借物喻人的短文，说说“哪里像”', '15 分') +
      tier(658, '实践', '和家里人剥一回花生，记下他们说的一件事', '周末'),
  )
}

export function closingPages(): readonly string[] {
  return [discuss(), write(), stars(), closing()]
}
