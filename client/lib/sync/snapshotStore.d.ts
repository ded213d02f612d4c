/** What `useSyncExternalStore` wants: one immutable value at a time and word of the next. */
export type SnapshotStore<Value> = {
  getSnapshot(): Value
  /** Returns the function that ends the subscription. */
  subscribe(onChange: () => void): () => void
}
/** A store and its one writer. An equal value is no change. */
export declare const snapshotStore: <Value>(first: Value) => SnapshotStore<Value> & {
  set(next: Value): void
}
