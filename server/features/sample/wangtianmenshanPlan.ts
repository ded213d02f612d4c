import type { PlanSeed } from '#shared/plans/seed.ts'
import type { SampleThread } from './types.ts'

/** 《望天门山》片段教学, taught and recorded: the plan its time line is compared with. */
export const lesson = {
  title: '《望天门山》片段教学',
  subject: '语文',
  grade: '三年级上册',
  unit: '第六单元 古诗三首',
  lengthMin: 4,
  slides: 'wangtianmenshan.pdf',
  near: { className: '三（2）班', headcount: 41 },
  far: { className: '三年级', headcount: 18 },
} as const

const steps: PlanSeed['steps'] = [
  {
    title: '读题入境',
    minutes: 1,
    lead: '两班齐读题目，问“望，是从哪里望”，请青山先说。',
    assist: '请靠窗的同学说，追问“诗里哪一句告诉你的”。',
    student: '从“孤帆一片日边来”找根据：人在船上望。',
    intent: '站到船上去，后面的“出”才读得懂；第一问交给远端。',
    firstPage: 1,
  },
  {
    title: '品“断”“开”',
    minutes: 1,
    lead: '问“哪个字让山分开了”，学生在屏上圈字，说画面，再连起来读。',
    assist: '青山若圈的字不同，就要发言权，让学生说理由。',
    student: '圈字，用“好像……”说出画面，齐读第一句。',
    intent: '圈了再说，话有根据，两班都看得见。',
    firstPage: 3,
  },
  {
    title: '悟“回”“出”',
    minutes: 1,
    lead: '看图同桌说“水为什么回”，用手画；再问“为什么用出、不用立”。',
    assist: '先圈“出”，想三秒，再请两位同学接着说。',
    student: '画水势，比较“出”和“立”，说出“船在动，所以山也动”。',
    intent: '动作帮助理解静景里的动，突破难点。',
    firstPage: 3,
  },
  {
    title: '合诵与作业',
    minutes: 1,
    lead: '青山读前两句，城关读后两句；闭眼说画面；布置“选一字，画一画”。',
    assist: '起头领读，说明画放进共用展板。',
    student: '读出轻重，说一句看见的画面。',
    intent: '把四个字放回诗里，读成一幅画。',
    firstPage: 5,
  },
]

export const plan: PlanSeed = {
  title: '望天门山（片段教学）',
  facts: [
    { label: '教材', value: '统编版三年级上册 古诗三首' },
    { label: '课型', value: '片段教学，双师课堂，4 分钟' },
    { label: '主讲', value: '周岚，城关小学 三（2）班，41 人' },
    { label: '助讲', value: '李秀芳，青山小学 三年级，18 人' },
  ],
  before: [
    {
      title: '教材与学情',
      paragraphs: [
        '李白乘船过天门山，四句诗全是动的：山被冲开，水打转，山迎出来，船从日边来。孩子会背，却常把它读成一幅不动的画。',
        '青山的孩子见过山洪，城关的孩子坐过游船，两班的经验正好互相补。',
      ],
    },
    {
      title: '核心素养目标',
      items: [
        '抓住“断、开、回、出”，说出诗中山和水的动态。（语言运用）',
        '站在船上想象画面，有感情地合诵全诗。（审美创造）',
      ],
    },
    { title: '教学重难点', paragraphs: ['难点：“出”字写的是人在船上的感觉，山没有动，是船在动。'] },
    { title: '教学准备', items: ['课件 6 页；两端试圈画、试声音；展板一块。'] },
  ],
  steps,
  after: [
    {
      title: '板书设计',
      paragraphs: ['望天门山　　断　开　回　出', '（两山一水，小船在中间）　船动，山也动'],
    },
    {
      title: '作业设计',
      items: ['选一个字，画下它让你看见的山和水，旁边写一句话；明天两班交换，猜一猜。'],
    },
    {
      title: '教学反思',
      paragraphs: [
        '第三环节多用了二十六秒，多在青山两位同学接着说“出”，值得。',
        '问“为什么用出”后叫人太快，青山举手没看见。下一稿写明：等三秒，请青山先说。',
      ],
    },
  ],
}

export const threads: readonly SampleThread[] = [
  {
    kind: 'suggestion',
    quote: '想三秒，再请两位同学接着说',
    step: 2,
    resolvedBy: 'zhou',
    messages: [
      { author: 'shen', text: '这三秒要写在主讲一栏里，城关也等。', minutesAgo: 4300 },
      { author: 'zhou', text: '看了录像才明白您说的。反思里记下了，下一稿改。', minutesAgo: 2700 },
    ],
  },
]
