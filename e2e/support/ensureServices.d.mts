type Services = { readonly postgres: string | undefined; readonly redis: string | undefined }
export const findServices: () => Services
export const ensureServices: () => Services
