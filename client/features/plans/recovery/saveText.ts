/** Keeps words as a file of this computer. */
export const saveText = (fileName: string, words: string): void => {
  const url = URL.createObjectURL(new Blob([words], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // By then the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
