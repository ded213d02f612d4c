/** Many readers get the same bytes; they are looked through once. */
export const memoByBytes = <Value>(
  read: (bytes: Uint8Array) => Value,
): ((bytes: Uint8Array) => Value) => {
  let last: { readonly bytes: Uint8Array; readonly value: Value } | null = null
  return (bytes) => {
    if (last && Buffer.compare(last.bytes, bytes) === 0) return last.value
    last = { bytes, value: read(bytes) }
    return last.value
  }
}
