/** A document made so that reading it takes for ever. */
export const project = (): never => {
  for (;;);
}
