import { build } from 'vite'

/** The pages as users get them, built from what stands here now. */
export const buildPages = async (): Promise<void> => {
  if (process.env.YANKE_SKIP_BUILD) return
  await build({
    configFile: new URL('../../vite.config.ts', import.meta.url).pathname,
    logLevel: 'warn',
  })
}

// Playwright asks for a default export.
export default buildPages
