/** `npm run test:long`: as many rounds as the published figures name; otherwise a few of each. */
export const isLongRun = process.env.YANKE_LONG === '1'
