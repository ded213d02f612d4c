import { execFileSync } from 'node:child_process'
import { Refusal } from './Refusal.mjs'

const atLeast = (version, major, minor) => {
  const [haveMajor = 0, haveMinor = 0] = version.split('.').map(Number)
  return haveMajor > major || (haveMajor === major && haveMinor >= minor)
}

/** Node, npm and the platform. Throws a `Refusal` that names the command which helps. */
export const checkTools = () => {
  if (process.platform === 'win32')
    throw new Refusal({
      zh: '暂不支持直接在 Windows 上运行，请先在管理员终端执行 wsl --install -d Debian，再在里面启动',
      en: 'Windows itself is not supported: run wsl --install -d Debian as administrator and start in there',
    })
  const node = process.versions.node
  if (!atLeast(node, 20, 11))
    throw new Refusal({
      zh: `Node 太旧（${node}），需要 20.11 或更新：apt-get install -y nodejs npm（Debian 13），或从 https://nodejs.org 安装`,
      en: `Node ${node} is too old, 20.11 or newer is needed: apt-get install -y nodejs npm (Debian 13), or https://nodejs.org`,
    })
  let npm
  try {
    npm = execFileSync('npm', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    throw new Refusal({
      zh: '没有找到 npm，请执行：apt-get install -y npm',
      en: 'npm was not found; run apt-get install -y npm',
    })
  }
  return { zh: `Node ${node}，npm ${npm}`, en: `Node ${node}, npm ${npm}` }
}
