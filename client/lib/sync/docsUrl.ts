import {
  ACCESS_PARAM,
  ACK_PARAM,
  DEVICE_PARAM,
  EPOCH_PARAM,
  SCHEMA_PARAM,
  USER_PARAM,
} from '#shared/sync/messages.ts'

/** Where this page's server has its documents. */
export const docsUrl = (): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/docs`

type Page = {
  readonly userId?: string
  readonly deviceId?: string
  readonly schemaVersion?: number
  readonly access?: 'read'
}

/** What a page says of itself in the URL, and what it asks for. */
export const urlParams = (page: Page): Record<string, string> => ({
  [ACK_PARAM]: '1',
  [EPOCH_PARAM]: '',
  ...(page.userId ? { [USER_PARAM]: page.userId } : {}),
  ...(page.deviceId === undefined ? {} : { [DEVICE_PARAM]: page.deviceId }),
  ...(page.schemaVersion === undefined ? {} : { [SCHEMA_PARAM]: String(page.schemaVersion) }),
  ...(page.access === undefined ? {} : { [ACCESS_PARAM]: page.access }),
})
