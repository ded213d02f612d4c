export const serverProcess: (root: string) => {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}
