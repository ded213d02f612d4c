import { takeStorageKey } from '#shared/accounts/contract.ts'
import { call } from '../api/call.ts'

/** The signed-in person's key for what stays in this browser, base64. */
export const askStorageKey = async (): Promise<string> => (await call(takeStorageKey, {})).key
