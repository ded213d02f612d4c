import { defineErrors } from '../errors/defineErrors.ts'

export const studyErrors = defineErrors({
  'study/outside-recording': {
    status: 422,
    words: {
      'zh-CN': '请标在录像范围内：这一刻没有录像',
      en: 'Mark a moment inside the recording',
    },
  },
  'study/not-yours': {
    status: 403,
    words: { 'zh-CN': '这是别人写的，只有作者能改', en: 'Only its author may change this' },
  },
  'study/has-replies': {
    status: 409,
    words: {
      'zh-CN': '已有同事回复，不能整条删掉；可以改写，或标为已议',
      en: 'A colleague has replied; rewrite it or mark it discussed instead of deleting',
    },
  },
  'study/pass-finished': {
    status: 409,
    words: {
      'zh-CN': '这遍编码已经交了，要改请先“重新打开”',
      en: 'This pass is finished; reopen it to change it',
    },
  },
})
