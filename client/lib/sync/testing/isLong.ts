/** `YANKE_LONG=1`: the long forms of seeded tests. */
export const isLong: boolean = import.meta.env.YANKE_LONG === '1'
