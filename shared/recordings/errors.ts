import { defineErrors } from '../errors/defineErrors.ts'

export const recordingErrors = defineErrors({
  'recordings/not-recording': {
    status: 409,
    words: {
      'zh-CN': '现在没有在录制，这一片没有保存',
      en: 'No recording is running; this piece was not kept',
    },
  },
  'recordings/no-longer-yours': {
    status: 403,
    words: {
      'zh-CN': '你已不在这节课的授课名单里，这一段不再收了，录像还留在这台设备上',
      en: 'You no longer teach this lesson, so this part is not taken; it stays on this device',
    },
  },
  'recordings/slice-mismatch': {
    status: 409,
    words: {
      'zh-CN': '这一片和已收到的不一样，已停在原处',
      en: 'This piece differs from the one received before',
    },
  },
  'recordings/not-ready': {
    status: 409,
    words: {
      'zh-CN': '录像还在整理，好了会自己出现',
      en: 'The recording is still being assembled and will appear by itself',
    },
  },
  'recordings/bad-media': {
    status: 415,
    words: { 'zh-CN': '这不是能识别的录像', en: 'This is not a recording we can read' },
  },
})
