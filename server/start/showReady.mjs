import { say } from './speak.mjs'

/** The address, and in the school's network a code to point a phone at. */
export const showReady = async (facts, secondsSinceStart) => {
  say({
    zh: `\n研课已经开好（${secondsSinceStart} 秒），请用浏览器打开：`,
    en: `Yanke is ready (${secondsSinceStart} s), open it in a browser:`,
  })
  console.log(`\n  ${facts.url}\n`)
  if (facts.setupUrl) {
    say({
      zh: '第一次使用，请先打开这个一次性链接建立学校和管理员：',
      en: 'first use: open this one-time link to set up the school and its administrator:',
    })
    console.log(`\n  ${facts.setupUrl}\n`)
  }
  if (facts.lan) await showLan(facts)
  say({ zh: `数据目录：${facts.dataDir}`, en: 'data folder' })
  say({ zh: '停止：按 Ctrl-C', en: 'stop: Ctrl-C' })
}

const showLan = async (facts) => {
  const { default: qrcode } = await import('qrcode')
  console.log(await qrcode.toString(facts.url, { type: 'terminal', small: true }))
  const others = facts.addresses.filter((address) => address !== facts.url)
  if (others.length > 0) say({ zh: `其他地址：${others.join('  ')}`, en: 'other addresses' })
  say({
    zh: '浏览器第一次会提示“连接不是私密连接”：证书是这台电脑自己签发的，没有外面的机构作证，但传输是加密的；请点“高级”→“继续前往”',
    en: 'The browser warns once: this computer signed its own certificate, so nobody outside vouches for it, yet the connection is encrypted; choose “Advanced”, then “Continue”',
  })
}
