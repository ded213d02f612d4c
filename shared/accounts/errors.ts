import { defineErrors } from '../errors/defineErrors.ts'

export const accountErrors = defineErrors({
  'accounts/wrong-password': {
    status: 401,
    words: {
      'zh-CN': '登录名或密码不对，还可以试 {left} 次',
      en: 'Wrong login or password; {left} tries left',
    },
  },
  'accounts/locked': {
    status: 423,
    words: {
      'zh-CN': '试错太多次，{minutes} 分钟后再试，或请管理员重设密码',
      en: 'Too many tries; wait {minutes} minutes or ask an administrator to reset the password',
    },
  },
  'accounts/login-taken': {
    status: 409,
    words: { 'zh-CN': '换一个登录名：这个已有人用', en: 'Choose another login: this one is taken' },
  },
  'accounts/setup-done': {
    status: 410,
    words: {
      'zh-CN': '学校已经建好，这个链接失效了，请直接登录',
      en: 'The school exists already and this link has ended; sign in instead',
    },
  },
  'accounts/setup-link-wrong': {
    status: 403,
    words: {
      'zh-CN': '请用启动时打印的链接打开：这个链接不完整或已过期',
      en: 'Open the link printed at start: this one is incomplete or has expired',
    },
  },
})
