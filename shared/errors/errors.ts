import { defineErrors } from './defineErrors.ts'

/** Codes that no single slice owns. */
export const commonErrors = defineErrors({
  'invalid-request': {
    status: 400,
    words: { 'zh-CN': '请检查标出的几处再提交', en: 'Check the marked fields and send again' },
  },
  'not-signed-in': {
    status: 401,
    words: {
      'zh-CN': '请先登录，写到一半的内容还在这台电脑上',
      en: 'Sign in first; what you were writing is still on this computer',
    },
  },
  forbidden: {
    status: 403,
    words: {
      'zh-CN': '你没有做这件事的权限，可请主备人或管理员开通',
      en: 'You may not do this; ask the primary preparer or an administrator',
    },
  },
  'not-found': {
    status: 404,
    words: {
      'zh-CN': '没有找到，可能已被移走，或链接不完整',
      en: 'Not found: it may have been moved, or the link is incomplete',
    },
  },
  conflict: {
    status: 409,
    words: {
      'zh-CN': '刚才有人先改了，请看过最新的再试',
      en: 'Somebody changed this first; look at the latest and try again',
    },
  },
  'too-large': {
    status: 413,
    words: {
      'zh-CN': '文件太大：最多 {limitMb} MB，请压缩后再传',
      en: 'The file is too large: at most {limitMb} MB',
    },
  },
  'too-many-requests': {
    status: 429,
    words: {
      'zh-CN': '操作太快了，请过 {seconds} 秒再试',
      en: 'Too fast; try again in {seconds} s',
    },
  },
  'wrong-origin': {
    status: 403,
    words: {
      'zh-CN': '这个请求不是从研课页面发出的，已拒绝',
      en: 'This request did not come from a Yanke page and was refused',
    },
  },
  'redis-away': {
    status: 503,
    words: {
      'zh-CN': '几台服务器之间暂时联系不上（Redis 没有应答），这一步没有做；请过 {seconds} 秒再试',
      en: 'The servers are out of touch for a moment (Redis does not answer), so this was not done; try again in {seconds} s',
    },
  },
  'owner-away': {
    status: 503,
    words: {
      'zh-CN': '存着这份文档的那台服务器没有应答，这一步没有做；请过 {seconds} 秒再试',
      en: 'The server that holds this document does not answer, so this was not done; try again in {seconds} s',
    },
  },
  'outcome-unknown': {
    status: 503,
    words: {
      'zh-CN': '存着这份文档的那台服务器没有及时应答，请先看看改好了没有，再决定要不要重做',
      en: 'The server that holds this document did not answer in time; look whether it was done before you do it again',
    },
  },
  'storage-full': {
    status: 507,
    words: {
      'zh-CN': '服务器磁盘满了，内容先留在本机，请联系管理员',
      en: 'The server’s disk is full; your work stays on this computer. Tell an administrator',
    },
  },
  'out-of-date': {
    status: 409,
    words: { 'zh-CN': '研课已更新，请刷新页面', en: 'Yanke has been updated; reload the page' },
  },
  internal: {
    status: 500,
    words: {
      'zh-CN': '服务器出了问题，内容没有丢；请稍后再试，或把编号 {instance} 告诉管理员',
      en: 'The server failed, nothing was lost; try again later or quote {instance} to an administrator',
    },
  },
})
