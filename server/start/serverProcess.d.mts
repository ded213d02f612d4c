export const serverProcess: (
  root: string,
  program?: string,
) => {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}
