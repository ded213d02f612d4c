import { defineErrors } from '../errors/defineErrors.ts'

export const classroomErrors = defineErrors({
  'classrooms/ended': {
    status: 409,
    words: {
      'zh-CN': '这节课已经下课，可以去研课看录像',
      en: 'This lesson has ended; its recording is under Study',
    },
  },
  'classrooms/no-plan': {
    status: 422,
    words: {
      'zh-CN': '先在备课里加一个环节：教案还没有环节，流程单是空的',
      en: 'Add a step to the plan first: without steps the run-sheet is empty',
    },
  },
  'classrooms/not-your-floor': {
    status: 403,
    words: {
      'zh-CN': '发言权在{school}，可以先要发言权',
      en: 'The floor is at {school}; ask for it first',
    },
  },
  'classrooms/media-not-ready': {
    status: 503,
    words: {
      'zh-CN': '音视频服务还没准备好，课件、流程单照常可用',
      en: 'Video is not ready yet; slides and run-sheet work as usual',
    },
  },
  'classrooms/not-started': {
    status: 409,
    words: {
      'zh-CN': '还没上课，请主讲老师先点“上课”',
      en: 'The lesson has not begun; the lead teacher starts it',
    },
  },
  'classrooms/consent-missing': {
    status: 409,
    words: {
      'zh-CN': '还有人没看到录制告知：{names}',
      en: 'Not everybody has seen the recording notice: {names}',
    },
  },
})
