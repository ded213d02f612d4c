/** False when the browser would not; it has a clipboard in secure contexts only. */
export const copyText = async (text: string): Promise<boolean> => {
  if (!navigator.clipboard) return false
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
