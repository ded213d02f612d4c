import type { RowKind } from '#shared/plans/shape.ts'

type Names = Readonly<Partial<Record<RowKind, string>>>

/** Who the rows are for. The lesson can change teachers while one writes in its plan. */
export class RowPeople {
  readonly #drawn = new Map<HTMLElement, RowKind>()
  #names: Names = {}

  readonly show = (names: Names): void => {
    this.#names = names
    for (const [person, kind] of this.#drawn) this.#write(person, kind)
  }

  /** Keeps the name in this element right until the answer is called. */
  readonly draw = (kind: RowKind, person: HTMLElement): (() => void) => {
    this.#drawn.set(person, kind)
    this.#write(person, kind)
    return () => this.#drawn.delete(person)
  }

  #write(person: HTMLElement, kind: RowKind): void {
    const name = this.#names[kind] ?? ''
    person.textContent = name && ` ${name}`
  }
}
