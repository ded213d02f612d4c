import { Refusal } from './Refusal.mjs'
import { runFolderCommand } from './runFolderCommand.mjs'
import { say, step } from './speak.mjs'

await runFolderCommand({
  command: 'restore',
  options: {
    from: { zh: '从哪份备份恢复', en: 'the backup to restore' },
    data: {
      zh: '恢复到哪里：一个新的或空的数据目录，默认 ./data',
      en: 'where to: a new or empty data folder, default ./data',
    },
  },
  work: async ({ from, data }) => {
    if (from === undefined)
      throw new Refusal(
        {
          zh: '请说从哪份备份恢复：npm run restore -- --from 备份文件夹 --data 数据目录',
          en: 'Say which backup to restore: npm run restore -- --from BACKUP --data DIR',
        },
        { exitCode: 2 },
      )
    const { restoreStudio } = await import('../platform/backup/restoreStudio.ts')
    const { newId } = await import('../platform/ids.ts')
    const { createLog } = await import('../platform/log.ts')
    let made
    await step({ zh: `恢复 ${from}`, en: `restoring ${from}` }, async () => {
      made = await restoreStudio({ from, dataDir: data, newEpoch: newId, log: createLog('warn') })
    })
    const { startedAt, files, documents } = made
    const time = new Date(startedAt).toLocaleString('sv-SE')
    say({
      zh: `已恢复到 ${time} 的样子：${data}（${files} 个文件，${documents} 份文档）`,
      en: `Restored to ${time}: ${data} (${files} files, ${documents} documents)`,
    })
    say({
      zh: '还开着旧页面的人会看到提示，他们此后写的内容不会自动并进来',
      en: 'People who still have an old page open are told so; what they wrote since is not merged by itself',
    })
    say({
      zh: `启动：npm start -- --data ${data}`,
      en: `start: npm start -- --data ${data}`,
    })
  },
})
