/** The nodes of this studio that are up, and where each can be reached by the others. */
export type Nodes = {
  /** `http(s)://…` of the node; null when it is not known to be up. */
  addressOf(nodeId: string): string | null
  /** Everybody but this node. */
  others(): readonly { readonly nodeId: string; readonly address: string }[]
  /** Asks again now, e.g. for a node that has just come up. Does not reject: what was known stays. */
  refresh(): Promise<void>
  close(): Promise<void>
}
