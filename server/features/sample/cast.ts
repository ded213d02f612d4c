import type { OrgRole } from '#shared/access/roles.ts'
import type { Hue } from '#shared/accounts/model.ts'
import type { CastKey } from './types.ts'

export interface CastMember {
  readonly key: CastKey
  readonly name: string
  readonly login: string
  readonly hue: Hue
  /** Where the person works; the researcher belongs to the district. */
  readonly school: 'chengguan' | 'qingshan' | null
  readonly groupRole: OrgRole
  /** What the setup page says beside the one-time password. */
  readonly part: string
}

export const SCHOOLS = { chengguan: '城关小学', qingshan: '青山小学' } as const
export const GROUP = '城关·青山 语文备课组'

/** All invented. */
export const CAST: readonly CastMember[] = [
  {
    key: 'lin',
    name: '林若溪',
    login: 'linruoxi',
    hue: 'lin',
    school: 'chengguan',
    groupRole: 'teacher',
    part: '城关小学 五（2）班，主讲《落花生》',
  },
  {
    key: 'shi',
    name: '石远',
    login: 'shiyuan',
    hue: 'shi',
    school: 'qingshan',
    groupRole: 'teacher',
    part: '青山小学 五（1）班，助讲《落花生》',
  },
  {
    key: 'shen',
    name: '沈秋',
    login: 'shenqiu',
    hue: 'shen',
    school: null,
    groupRole: 'prep_lead',
    part: '区教研员，备课组组长',
  },
  {
    key: 'zhou',
    name: '周岚',
    login: 'zhoulan',
    hue: 'zhou',
    school: 'chengguan',
    groupRole: 'teacher',
    part: '城关小学 三（2）班，主讲《望天门山》',
  },
  {
    key: 'li',
    name: '李秀芳',
    login: 'lixiufang',
    hue: 'shi',
    school: 'qingshan',
    groupRole: 'teacher',
    part: '青山小学 三年级，助讲《望天门山》',
  },
  {
    key: 'gu',
    name: '顾晓棠',
    login: 'guxiaotang',
    hue: 'gu',
    school: 'chengguan',
    groupRole: 'teacher',
    part: '城关小学，备课组成员',
  },
  {
    key: 'he',
    name: '贺明',
    login: 'heming',
    hue: 'he',
    school: 'chengguan',
    groupRole: 'teacher',
    part: '城关小学，编过《望天门山》',
  },
  {
    key: 'tian',
    name: '田桂芳',
    login: 'tianguifang',
    hue: 'tian',
    school: 'qingshan',
    groupRole: 'teacher',
    part: '青山小学，编过《望天门山》',
  },
]
