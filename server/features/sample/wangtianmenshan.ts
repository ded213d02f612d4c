import type { Site } from '#shared/lessons/model.ts'
import { line, ring } from './ink.ts'
import type {
  FloorChange,
  InkStroke,
  PageChange,
  RaisedHands,
  RecordingComment,
  Speaker,
  StPass,
  TaughtStep,
  Utterance,
} from './types.ts'

/**
 * The time line of 《望天门山》, the one source for its media and its data: the generator in make/ draws
 * and speaks what stands here, the loader stores it. Session clock: 0 is 上课.
 */

export const LENGTH_MS = 250_000

/** Session time of each recording's first frame: the far room's panel began a little later. */
export const MEDIA = {
  near: { file: 'near.webm', startMs: 0 },
  far: { file: 'far.webm', startMs: 420 },
} as const

export const steps: readonly TaughtStep[] = [
  { index: 0, startMs: 0, endMs: 49_000 },
  { index: 1, startMs: 49_000, endMs: 104_000 },
  { index: 2, startMs: 104_000, endMs: 190_000 },
  { index: 3, startMs: 190_000, endMs: LENGTH_MS },
]

export const pages: readonly PageChange[] = [
  { atMs: 0, page: 1 },
  { atMs: 20_700, page: 2 },
  { atMs: 49_300, page: 3 },
  { atMs: 111_500, page: 4 },
  { atMs: 137_400, page: 3 },
  { atMs: 190_300, page: 5 },
  { atMs: 231_600, page: 6 },
]

export const floor: readonly FloorChange[] = [
  { atMs: 0, site: 'near', by: 'start', askedMs: 0 },
  { atMs: 27_600, site: 'far', by: 'offer', askedMs: 26_200 },
  { atMs: 42_700, site: 'near', by: 'offer', askedMs: 42_000 },
  { atMs: 77_300, site: 'far', by: 'request', askedMs: 74_800 },
  { atMs: 90_500, site: 'near', by: 'offer', askedMs: 89_800 },
  { atMs: 152_600, site: 'far', by: 'offer', askedMs: 151_600 },
  { atMs: 179_300, site: 'near', by: 'take', askedMs: 179_300 },
  { atMs: 197_200, site: 'far', by: 'offer', askedMs: 196_400 },
  { atMs: 209_700, site: 'near', by: 'offer', askedMs: 209_300 },
  { atMs: 238_900, site: 'far', by: 'request', askedMs: 237_200 },
]

const say = (
  id: string,
  site: Site,
  speaker: Speaker,
  [startMs, endMs]: readonly [number, number],
  words: string,
  seat?: number,
): Utterance => ({
  id,
  site,
  speaker,
  startMs,
  endMs,
  words,
  ...(seat === undefined ? {} : { seat }),
})

export const utterances: readonly Utterance[] = [
  say('u01', 'near', 'zhou', [1200, 7300], '同学们好！青山的同学们，听得见周老师的声音吗？'),
  say('u02', 'far', 'class', [8200, 9700], '听得见！'),
  say('u03', 'near', 'zhou', [10_600, 16_600], '今天我们坐上李白的小船，去看一座山。一起读题目。'),
  say('u04', 'near', 'class', [17_300, 19_600], '望天门山。'),
  say('u05', 'far', 'class', [17_800, 20_100], '望天门山。'),
  say('u06', 'near', 'zhou', [21_300, 26_500], '望，是从哪里望？李老师，请你们班先说。'),
  say('u07', 'far', 'li', [27_900, 31_100], '好。靠窗的这位同学，你来。'),
  say('u08', 'far', 'pupilA', [32_700, 38_400], '是坐在船上望的。因为诗里说，孤帆一片日边来。', 6),
  say('u09', 'far', 'li', [39_200, 42_100], '从诗里找根据，真好。'),
  say('u10', 'near', 'zhou', [43_100, 46_900], '对，人在船上，船在江上。'),
  say(
    'u11',
    'near',
    'zhou',
    [49_600, 56_700],
    '看第一句。天门山本来是一座山，哪个字让它分开了？圈一圈。',
  ),
  say('u12', 'near', 'pupilA', [66_200, 71_100], '我圈断。好像江水拿着大斧头，把山劈断了。', 4),
  say('u13', 'near', 'zhou', [71_900, 76_000], '一把大斧头，多有力气！还有补充吗？'),
  say('u14', 'far', 'li', [77_600, 81_300], '周老师，我们班有不一样的想法。'),
  say('u15', 'far', 'pupilA', [83_900, 89_600], '我圈开。断是一下子，开是山像门一样慢慢打开。', 8),
  say('u16', 'near', 'zhou', [91_000, 95_100], '断得有力，开得壮阔。两个字连起来读。'),
  say('u17', 'near', 'class', [96_000, 100_200], '天门中断楚江开。'),
  say('u18', 'far', 'class', [96_500, 100_700], '天门中断楚江开。'),
  say(
    'u19',
    'near',
    'zhou',
    [104_600, 111_200],
    '第二句，碧水东流至此回。水为什么要回？和同桌说一说。',
  ),
  say(
    'u20',
    'near',
    'pairs',
    [112_400, 123_000],
    '水撞到山上，就转弯了。你看图上，水打了一个卷，回头了。',
  ),
  say(
    'u21',
    'far',
    'pairs',
    [113_000, 123_000],
    '我觉得是山挡住了，水过不去，就回来，然后再往前。',
  ),
  say('u22', 'near', 'pupilA', [125_200, 129_900], '水撞到山上，打了一个转，又往前流。', 2),
  say('u23', 'near', 'zhou', [130_800, 134_500], '你用手画一画。对，这就是回。'),
  say(
    'u24',
    'near',
    'zhou',
    [137_700, 143_400],
    '再看第三句。青山会走路吗？为什么用“出”，不用“立”？',
  ),
  say('u25', 'near', 'pupilA', [144_300, 146_900], '因为“出”读起来更好听。', 1),
  say('u26', 'near', 'zhou', [147_800, 151_900], '只是好听吗？请青山的同学说。'),
  say('u27', 'far', 'li', [153_100, 157_300], '我们先把这个字圈出来，再想三秒。'),
  say('u28', 'far', 'pupilA', [161_900, 167_800], '船往前走，山就一座一座迎出来，像在接我们。', 2),
  say('u29', 'far', 'li', [168_600, 171_300], '山来接客人。谁再补充？'),
  say(
    'u30',
    'far',
    'pupilB',
    [172_900, 178_700],
    '“立”是不动的，“出”是动的。人在船上，觉得是山在动。',
    10,
  ),
  say('u31', 'near', 'zhou', [179_700, 184_200], '说得真好！船在动，所以山也动了。'),
  say('u32', 'near', 'zhou', [190_600, 196_600], '把四个字放回诗里。青山读前两句，城关读后两句。'),
  say('u33', 'far', 'li', [197_600, 200_800], '青山三年级，预备，起！'),
  say('u34', 'far', 'class', [201_400, 209_300], '天门中断楚江开，碧水东流至此回。'),
  say('u35', 'near', 'class', [210_200, 217_700], '两岸青山相对出，孤帆一片日边来。'),
  say('u36', 'near', 'zhou', [219_100, 222_400], '闭上眼睛，你看见了什么？'),
  say('u37', 'near', 'pupilB', [224_200, 228_300], '两座山打开门，让我的小船过去。', 5),
  say(
    'u38',
    'near',
    'zhou',
    [229_900, 238_200],
    '我好像真的坐在船上了。回去选一个字，画一幅画，明天两班交换。',
  ),
  say('u39', 'far', 'li', [239_100, 242_400], '画好了，放进共用的展板。'),
  say('u40', 'far', 'class', [243_400, 245_900], '谢谢老师，再见！'),
  say('u41', 'near', 'class', [243_900, 246_400], '谢谢老师，再见！'),
]

/** Page 3 shows the poem, page 4 the water that turns; units of the 1280 × 720 slide. */
export const ink: readonly InkStroke[] = [
  ring({ id: 'ink-duan', site: 'near', page: 3, startMs: 61_400, durationMs: 1700 }, 335, 274, 41),
  ring({ id: 'ink-kai', site: 'far', page: 3, startMs: 81_900, durationMs: 1600 }, 533, 274, 41),
  line({ id: 'ink-split', site: 'near', page: 3, startMs: 92_400, durationMs: 1500 }, [
    [340, 216],
    [520, 190],
    [700, 200],
    [838, 258],
  ]),
  line({ id: 'ink-split-head', site: 'near', page: 3, startMs: 94_100, durationMs: 480 }, [
    [812, 262],
    [838, 258],
    [836, 232],
  ]),
  ring({ id: 'ink-hui', site: 'near', page: 3, startMs: 106_900, durationMs: 1600 }, 533, 374, 41),
  line({ id: 'ink-swirl', site: 'near', page: 4, startMs: 131_900, durationMs: 3100 }, [
    [690, 392],
    [820, 372],
    [960, 388],
    [1010, 430],
    [980, 484],
    [890, 508],
    [780, 500],
    [716, 520],
  ]),
  line({ id: 'ink-swirl-head', site: 'near', page: 4, startMs: 135_100, durationMs: 460 }, [
    [742, 496],
    [716, 520],
    [748, 534],
  ]),
  ring({ id: 'ink-chu', site: 'far', page: 3, startMs: 157_700, durationMs: 1700 }, 533, 474, 41),
  line({ id: 'ink-hills', site: 'far', page: 3, startMs: 163_000, durationMs: 1400 }, [
    [240, 524],
    [300, 530],
    [370, 523],
    [430, 528],
    [486, 524],
  ]),
  line({ id: 'ink-come', site: 'far', page: 3, startMs: 165_300, durationMs: 1200 }, [
    [578, 462],
    [640, 432],
    [716, 396],
    [790, 372],
  ]),
  line({ id: 'ink-come-head', site: 'far', page: 3, startMs: 166_600, durationMs: 420 }, [
    [768, 364],
    [790, 372],
    [778, 394],
  ]),
]

/** Raised hands and who stands to speak are drawn from these; seats as numbered in make/art/scenes.ts. */
export const hands: readonly RaisedHands[] = [
  { site: 'far', startMs: 26_800, endMs: 31_800, seats: [6, 9, 13] },
  { site: 'near', startMs: 63_500, endMs: 65_900, seats: [1, 4, 5] },
  { site: 'far', startMs: 74_200, endMs: 83_000, seats: [3, 8, 10] },
  { site: 'near', startMs: 123_400, endMs: 125_000, seats: [2, 6] },
  { site: 'near', startMs: 143_500, endMs: 144_200, seats: [1] },
  { site: 'far', startMs: 145_200, endMs: 153_000, seats: [2, 3] },
  { site: 'far', startMs: 159_800, endMs: 161_600, seats: [2, 3, 7, 12] },
  { site: 'far', startMs: 169_600, endMs: 172_600, seats: [3, 10] },
  { site: 'near', startMs: 222_300, endMs: 224_000, seats: [1, 2, 5] },
]

export const comments: readonly RecordingComment[] = [
  {
    author: 'he',
    startMs: 32_700,
    endMs: 42_100,
    site: 'far',
    text: '第一问就交给青山，孩子还从诗里找了根据。这个开头把远端带进来了。',
  },
  {
    author: 'tian',
    startMs: 81_900,
    endMs: 90_500,
    site: 'far',
    text: '李老师先让孩子圈“开”，再说不同想法，话有根据，城关也看得见。可以剪成片段。',
  },
  {
    author: 'shen',
    startMs: 143_400,
    endMs: 147_800,
    site: 'near',
    text: '问完 0.9 秒就叫了城关，青山后排两位刚举手。难的问题，能不能先等三秒？',
  },
  {
    author: 'zhou',
    answers: 'shen',
    startMs: 145_200,
    endMs: 145_200,
    site: null,
    text: '沈老师说的举手，当时没看见。下一稿第三环节写上“等三秒，请青山先说”。',
  },
  {
    author: 'li',
    answers: 'shen',
    startMs: 161_900,
    endMs: 167_800,
    site: 'far',
    text: '后排中间那个孩子平时不开口，这次自己站起来，说了“迎出来”。等的这几秒值得。',
  },
  {
    author: 'lin',
    startMs: 172_900,
    endMs: 184_200,
    site: 'far',
    text: '“人在船上，觉得是山在动”，是孩子自己说出来的。老师要是不急着总结，再请一位同学说会更好。',
  },
]

/** Two blind passes, 10-second cells: 22 of 25 agree, κ = 0.76. */
export const passes: readonly StPass[] = [
  { coder: 'he', deltaMs: 10_000, letters: 'TTTSTTSTSSTSSTTTSSTTSSSTT' },
  { coder: 'tian', deltaMs: 10_000, letters: 'TTTSTTSTSTTSSTSTSSTTSSSTS' },
]
