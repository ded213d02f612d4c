import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import styles from './Menu.module.css'

export type MenuItem =
  | {
      readonly kind: 'action'
      readonly label: string
      readonly icon?: IconName
      readonly checked?: boolean
      readonly disabled?: boolean
      readonly onSelect: () => void
    }
  | { readonly kind: 'line' }
  | { readonly kind: 'heading'; readonly label: string }

/** A list of verbs below its trigger; arrows, Enter and Esc work. `trigger` is one button. */
export const Menu = (props: {
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{props.trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        className={styles.menu}
        align={props.align ?? 'start'}
        sideOffset={4}
        collisionPadding={8}
      >
        {props.items.map((item, index) => {
          if (item.kind === 'line')
            return <DropdownMenu.Separator key={`line-${index}`} className={styles.line} />
          if (item.kind === 'heading')
            return (
              <DropdownMenu.Label key={item.label} className={styles.heading}>
                {item.label}
              </DropdownMenu.Label>
            )
          return (
            <DropdownMenu.Item
              key={item.label}
              className={styles.item}
              disabled={item.disabled ?? false}
              onSelect={item.onSelect}
            >
              <span className={styles.mark}>
                {item.checked ? (
                  <Icon name="check" size={16} />
                ) : (
                  item.icon && <Icon name={item.icon} size={18} />
                )}
              </span>
              {item.label}
            </DropdownMenu.Item>
          )
        })}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
)
