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
  'accounts/disabled': {
    status: 403,
    words: {
      'zh-CN': '请找本校管理员恢复：这个账号已停用',
      en: 'Ask your administrator to enable it again: this account is disabled',
    },
  },
  'accounts/old-password-wrong': {
    status: 422,
    words: {
      'zh-CN': '再看看原来的密码：不对，还可以试 {left} 次',
      en: 'Check the old password: it is wrong; {left} tries left',
    },
  },
  'accounts/last-admin': {
    status: 409,
    words: {
      'zh-CN': '先请另一位做管理员：这是最后一位',
      en: 'Make somebody else an administrator first: this is the last one',
    },
  },
  'accounts/own-account': {
    status: 409,
    words: {
      'zh-CN': '请另一位管理员来做：自己的管理权限和账号状态不能自己改',
      en: 'Ask another administrator: one’s own rights and state cannot be changed by oneself',
    },
  },
  'accounts/org-name-taken': {
    status: 409,
    words: {
      'zh-CN': '换一个名称：同一处已有这个名称',
      en: 'Choose another name: there is one of this name in the same place',
    },
  },
  'accounts/org-place': {
    status: 422,
    words: {
      'zh-CN': '换一个上级：学校建在区县下，备课组建在学校或区县下',
      en: 'Choose another place: schools stand in a district, groups in a school or a district',
    },
  },
})
