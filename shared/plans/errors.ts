import { defineErrors } from '../errors/defineErrors.ts'

export const planErrors = defineErrors({
  'plans/read-only': {
    status: 403,
    words: {
      'zh-CN': '你在这份教案里只能看和批注',
      en: 'In this plan you may read and comment, not edit',
    },
  },
})
