import { defineErrors } from '../errors/defineErrors.ts'

export const shareErrors = defineErrors({
  'shares/gone': {
    status: 410,
    words: {
      'zh-CN': '这个链接已失效，请向给你二维码的老师要新的',
      en: 'This link has ended; ask the teacher who gave you the code for a new one',
    },
  },
})
