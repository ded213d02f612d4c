import { iconPaths } from './iconPaths.ts'

export type IconName = keyof typeof iconPaths

/** 20 px line icon, stroke 1.6 that does not scale; decorative unless the button around it is named. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.6}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    style={{ flex: 'none' }}
  >
    {iconPaths[name].map((d) => (
      <path key={d} d={d} vectorEffect="non-scaling-stroke" />
    ))}
  </svg>
)
