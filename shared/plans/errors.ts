import { defineErrors } from '../errors/defineErrors.ts'

export const planErrors = defineErrors({
  'plans/read-only': {
    status: 403,
    words: {
      'zh-CN': '你在这份教案里只能看和批注',
      en: 'In this plan you may read and comment, not edit',
    },
  },
  'plans/too-many-versions': {
    status: 409,
    words: {
      'zh-CN': '这份教案已有 {most} 个版本，不能再存新的',
      en: 'This plan has {most} versions already; no more can be kept',
    },
  },
  'plans/history-busy': {
    status: 503,
    words: {
      'zh-CN': '正在翻看历史的人太多，请过一会儿再试',
      en: 'Too many people are reading histories right now; try again in a moment',
    },
  },
})
