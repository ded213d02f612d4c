import type { PlanSeedSection } from '#shared/plans/seed.ts'
import type { SampleThread } from './types.ts'

/** What stands round the steps of 《落花生》, and the group's margin. */
export const luohuashengBefore: readonly PlanSeedSection[] = [
  {
    title: '教材与学情',
    paragraphs: [
      '《落花生》写一家人种花生、收花生、尝花生、议花生，前三件事几句带过，“议花生”写了一整晚的对话。父亲拿桃子、石榴、苹果作比，由花生说到做人，是学生第一次正面学习借物喻人。单元要素是“初步了解课文借助具体事物抒发感情的方法”，本课时落在“怎样借”。',
      '已有基础：第一课时已读通课文、理清四个部分，会写生字。两班都能说出“要做有用的人”。',
      '可能的困难：城关班有七八位同学预习时背过主旨，张口就是结论；青山班说话谨慎，但家家种花生，对“埋在地里”有真切的体会，这是他们的长处。两地声音相差约两秒，问完马上叫人，青山就来不及举手。',
    ],
  },
  {
    title: '核心素养目标',
    items: [
      '分角色读好“议花生”的对话，说清花生“最可贵”在哪里，能从句子里找到根据。（语言运用）',
      '对比花生与桃子、石榴、苹果，填好三行两栏的学习单，体会借物喻人的写法。（思维能力）',
      '联系身边默默做事的人，仿照课文写一段话，80 字左右，愿意读给另一个班听。（审美创造、文化自信）',
    ],
  },
  {
    title: '教学重难点',
    paragraphs: [
      '重点：读懂父亲的话，体会对比的作用，初步领会借物喻人。',
      '难点：由“物”到“人”的联系，学生容易直接喊出结论，说不出从哪句话读出来的。',
    ],
  },
  {
    title: '教学准备',
    items: [
      '主讲：课件 12 页，学习单（两班同一份，已发石远打印）。',
      '助讲：每组一捧花生、每人一块蓝牌；课前 10 分钟试话筒，靠窗一排的声音要单独试。',
      '学生：自读课文两遍，带红蓝两支笔。',
    ],
  },
]

export const luohuashengAfter: readonly PlanSeedSection[] = [
  {
    title: '板书设计',
    paragraphs: [
      '落花生',
      '种　收　尝　【议】',
      '桃子、石榴、苹果：高高挂在枝头（看得见）',
      '花生：埋在地里（看不见）—— 最可贵',
      '物 → 人　借物喻人　　做有用的人',
    ],
  },
  {
    title: '作业设计',
    items: [
      '基础（必做，约 10 分钟）：背诵父亲说的话，抄写三个你喜欢的句子。意图：积累语言。',
      '拓展（选做，约 15 分钟）：找一篇借物喻人的短文，说说写的是什么物、什么人，哪里像。意图：迁移写法。',
      '实践（一周内）：和家里人剥一回花生，请他们说一件年轻时默默做过的事，记三句话，两班合成一本小册子。意图：让道理落到身边的人。',
    ],
  },
  {
    title: '教学反思',
    paragraphs: ['（课后填写：学生的意外回答、时间用在哪里、下一次怎样改。）'],
  },
]

export const threads: readonly SampleThread[] = [
  {
    kind: 'agree',
    quote: '“最可贵”在哪里',
    step: null,
    resolvedBy: null,
    messages: [
      { author: 'he', text: '抓“最可贵”三个字比抓“好处”准，放在第一条正合适。', minutesAgo: 1460 },
    ],
  },
  {
    kind: 'suggestion',
    quote: '从哪句话读出来的',
    step: null,
    resolvedBy: null,
    messages: [
      {
        author: 'shen',
        text: '难点写得实在。建议每次追问都带一句“你从哪里读出来的”，两位老师口径一致。',
        minutesAgo: 205,
      },
      {
        author: 'lin',
        text: '收到，我把它写成一张小条贴在讲台上，石老师那边也贴一张。',
        minutesAgo: 190,
      },
    ],
  },
  {
    kind: 'resource',
    quote: '带壳的花生',
    step: 0,
    resolvedBy: null,
    messages: [
      {
        author: 'tian',
        text: '学校后山那块花生地这周正好收，我拍了六张图，从拔起来到晾晒都有。课前我带五个孩子去拔两筐，两班都够分。',
        minutesAgo: 2890,
      },
      { author: 'shi', text: '太好了，城关那一筐我周一捎过去。', minutesAgo: 2840 },
    ],
  },
  {
    kind: 'question',
    quote: '父亲为什么拿桃子、石榴、苹果来比？',
    step: 1,
    resolvedBy: null,
    messages: [
      {
        author: 'shi',
        text: '我这边声音慢两秒，追问完城关班已经举手了。能不能先给青山班一分钟写一句，再叫人？',
        minutesAgo: 64,
      },
      { author: 'lin', text: '好，写进助讲一栏。石老师你来改，我看着。', minutesAgo: 61 },
    ],
  },
  {
    kind: 'suggestion',
    quote: '旁白由青山班读',
    step: 1,
    resolvedBy: 'lin',
    messages: [
      {
        author: 'gu',
        text: '原来是两班齐读，隔着两秒会乱。改成分角色，旁白交给青山班，一来一回正好把时差用上。',
        minutesAgo: 1520,
      },
      { author: 'lin', text: '采纳，已改。', minutesAgo: 1498 },
    ],
  },
  {
    kind: 'question',
    quote: '写五分钟',
    step: 4,
    resolvedBy: null,
    messages: [
      {
        author: 'gu',
        text: '六个环节合计 42 分钟，超出 2 分钟。小练笔连写带评 7 分钟，恐怕评不完；要不把第四环节的汇报减到各一组？',
        minutesAgo: 47,
      },
      {
        author: 'shen',
        text: '先别急着砍讨论。第二环节的分角色读可以只读一遍，省出两分钟。',
        minutesAgo: 38,
      },
    ],
  },
]
