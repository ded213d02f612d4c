import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured lines on stdout. Cookies, tokens and query strings never reach them. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    redact: {
      paths: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'],
      remove: true,
    },
  })
