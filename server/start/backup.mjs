import { setPriority } from 'node:os'
import { Refusal } from './Refusal.mjs'
import { runFolderCommand } from './runFolderCommand.mjs'
import { say, step } from './speak.mjs'

await runFolderCommand({
  command: 'backup',
  options: {
    to: {
      zh: '备份放在哪里：一个新的或空的文件夹',
      en: 'where the backup goes: a new or empty folder',
    },
    data: { zh: '数据目录，默认 ./data', en: 'data folder, default ./data' },
  },
  work: async ({ to, data }) => {
    if (to === undefined)
      throw new Refusal(
        {
          zh: '请说备份放在哪里：npm run backup -- --to 文件夹',
          en: 'Say where the backup goes: npm run backup -- --to DIR',
        },
        { exitCode: 2 },
      )
    // Whoever is typing comes first.
    setPriority(19)
    const { backupStudio } = await import('../platform/backup/backupStudio.ts')
    let made
    await step({ zh: `备份 ${data}`, en: `backing up ${data}` }, async () => {
      made = await backupStudio({ dataDir: data, to, nowMs: Date.now() })
    })
    const { files, startedAt } = made
    const megabytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)
    const time = new Date(startedAt).toLocaleString('sv-SE')
    say({
      zh: `备份好了：${to}（${files.length} 个文件，${megabytes} MB）。${time} 之前已保存的内容都在里面`,
      en: `The backup is ready: ${to} (${files.length} files, ${megabytes} MB). Everything saved before ${time} is in it`,
    })
    say({
      zh: '里面有全部数据和密钥，请像数据目录一样保管',
      en: 'It holds all data and keys; guard it like the data folder',
    })
  },
})
