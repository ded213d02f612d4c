/**
 * How the words of the time line are spoken: pinyin with tone numbers per utterance id, and the voices.
 * espeak-ng as packaged by many systems spells Chinese characters; its pinyin voice speaks.
 */
export const PINYIN: Readonly<Record<string, string>> = {
  u01: 'tong2 xue2 men5 hao3! qing1 shan1 de5 tong2 xue2 men5, ting1 de5 jian4 zhou1 lao3 shi1 de5 sheng1 yin1 ma5?',
  u02: 'ting1 de5 jian4!',
  u03: 'jin1 tian1 wo3 men5 zuo4 shang4 li3 bai2 de5 xiao3 chuan2, qu4 kan4 yi2 zuo4 shan1. yi4 qi3 du2 ti2 mu4.',
  u04: 'wang4, tian1 men2 shan1.',
  u05: 'wang4, tian1 men2 shan1.',
  u06: 'wang4, shi4 cong2 na3 li3 wang4? li3 lao3 shi1, qing3 ni3 men5 ban1 xian1 shuo1.',
  u07: 'hao3. kao4 chuang1 de5 zhe4 wei4 tong2 xue2, ni3 lai2.',
  u08: 'shi4 zuo4 zai4 chuan2 shang4 wang4 de5. yin1 wei4 shi1 li3 shuo1, gu1 fan1 yi2 pian4 ri4 bian1 lai2.',
  u09: 'cong2 shi1 li3 zhao3 gen1 ju4, zhen1 hao3.',
  u10: 'dui4, ren2 zai4 chuan2 shang4, chuan2 zai4 jiang1 shang4.',
  u11: 'kan4 di4 yi1 ju4. tian1 men2 shan1 ben3 lai2 shi4 yi2 zuo4 shan1, na3 ge5 zi4 rang4 ta1 fen1 kai1 le5? quan1 yi4 quan1.',
  u12: 'wo3 quan1 duan4. hao3 xiang4 jiang1 shui3 na2 zhe5 da4 fu3 tou5, ba3 shan1 pi1 duan4 le5.',
  u13: 'yi4 ba3 da4 fu3 tou5, duo1 you3 li4 qi4! hai2 you3 bu3 chong1 ma5?',
  u14: 'zhou1 lao3 shi1, wo3 men5 ban1 you3 bu4 yi2 yang4 de5 xiang3 fa3.',
  u15: 'wo3 quan1 kai1. duan4 shi4 yi2 xia4 zi5, kai1 shi4 shan1 xiang4 men2 yi2 yang4 man4 man5 da3 kai1.',
  u16: 'duan4 de5 you3 li4, kai1 de5 zhuang4 kuo4. liang3 ge5 zi4 lian2 qi3 lai5 du2.',
  u17: 'tian1 men2 zhong1 duan4, chu3 jiang1 kai1.',
  u18: 'tian1 men2 zhong1 duan4, chu3 jiang1 kai1.',
  u19: 'di4 er4 ju4, bi4 shui3 dong1 liu2 zhi4 ci3 hui2. shui3 wei4 shen2 me5 yao4 hui2? he2 tong2 zhuo1 shuo1 yi4 shuo1.',
  u20: 'shui3 zhuang4 dao4 shan1 shang4, jiu4 zhuan3 wan1 le5. ni3 kan4 tu2 shang4. shui3 da3 le5 yi2 ge5 juan3. hui2 tou2 le5.',
  u21: 'wo3 jue2 de5 shi4 shan1 dang3 zhu4 le5. shui3 guo4 bu2 qu4, jiu4 hui2 lai2. ran2 hou4 zai4 wang3 qian2.',
  u22: 'shui3 zhuang4 dao4 shan1 shang4, da3 le5 yi2 ge5 zhuan4, you4 wang3 qian2 liu2.',
  u23: 'ni3 yong4 shou3 hua4 yi2 hua4. dui4, zhe4 jiu4 shi4 hui2.',
  u24: 'zai4 kan4 di4 san1 ju4. qing1 shan1 hui4 zou3 lu4 ma5? wei4 shen2 me5 yong4 chu1, bu2 yong4 li4?',
  u25: 'yin1 wei4 chu1 du2 qi3 lai5 geng4 hao3 ting1.',
  u26: 'zhi3 shi4 hao3 ting1 ma5? qing3 qing1 shan1 de5 tong2 xue2 shuo1.',
  u27: 'wo3 men5 xian1 ba3 zhe4 ge5 zi4 quan1 chu1 lai5, zai4 xiang3 san1 miao3.',
  u28: 'chuan2 wang3 qian2 zou3, shan1 jiu4 yi2 zuo4 yi2 zuo4 ying2 chu1 lai5, xiang4 zai4 jie1 wo3 men5.',
  u29: 'shan1 lai2 jie1 ke4 ren2. shei2 zai4 bu3 chong1?',
  u30: 'li4 shi4 bu2 dong4 de5, chu1 shi4 dong4 de5. ren2 zai4 chuan2 shang4, jue2 de5 shi4 shan1 zai4 dong4.',
  u31: 'shuo1 de5 zhen1 hao3! chuan2 zai4 dong4, suo3 yi3 shan1 ye3 dong4 le5.',
  u32: 'ba3 si4 ge5 zi4 fang4 hui2 shi1 li3. qing1 shan1 du2 qian2 liang3 ju4, cheng2 guan1 du2 hou4 liang3 ju4.',
  u33: 'qing1 shan1 san1 nian2 ji2, yu4 bei4, qi3!',
  u34: 'tian1 men2 zhong1 duan4, chu3 jiang1 kai1. bi4 shui3 dong1 liu2, zhi4 ci3 hui2.',
  u35: 'liang3 an4 qing1 shan1, xiang1 dui4 chu1. gu1 fan1 yi2 pian4, ri4 bian1 lai2.',
  u36: 'bi4 shang4 yan3 jing1, ni3 kan4 jian4 le5 shen2 me5?',
  u37: 'liang3 zuo4 shan1 da3 kai1 men2, rang4 wo3 de5 xiao3 chuan2 guo4 qu4.',
  u38: 'wo3 hao3 xiang4 zhen1 de5 zuo4 zai4 chuan2 shang4 le5. hui2 qu4 xuan3 yi2 ge5 zi4, hua4 yi4 fu2 hua4, ming2 tian1 liang3 ban1 jiao1 huan4.',
  u39: 'hua4 hao3 le5, fang4 jin4 gong4 yong4 de5 zhan3 ban3.',
  u40: 'xie4 xie5 lao3 shi1, zai4 jian4!',
  u41: 'xie4 xie5 lao3 shi1, zai4 jian4!',
}

export interface Voice {
  /** espeak-ng variant and pitch 0 to 99. */
  readonly variant: string
  readonly pitch: number
  readonly gainDb: number
  readonly delayMs: number
}

const one = (variant: string, pitch: number): readonly Voice[] => [
  { variant, pitch, gainDb: 0, delayMs: 0 },
]

/** A class speaks as several voices, a little apart in time and height. */
const CHORUS: readonly Voice[] = [
  { variant: 'f5', pitch: 84, gainDb: -5, delayMs: 0 },
  { variant: 'f4', pitch: 72, gainDb: -6, delayMs: 60 },
  { variant: 'f2', pitch: 92, gainDb: -7, delayMs: 110 },
  { variant: 'm3', pitch: 88, gainDb: -8, delayMs: 40 },
  { variant: 'f3', pitch: 80, gainDb: -8, delayMs: 150 },
]

/** Talk in pairs: the same words far apart, so that nothing can be made out but the murmur. */
const MURMUR: readonly Voice[] = CHORUS.map((voice, index) => ({
  ...voice,
  gainDb: voice.gainDb - 7,
  delayMs: index * 1370,
}))

export const VOICES = {
  zhou: one('f3', 48),
  li: one('f2', 34),
  pupilA: one('f5', 86),
  pupilB: one('m3', 92),
  class: CHORUS,
  pairs: MURMUR,
} as const satisfies Record<string, readonly Voice[]>
