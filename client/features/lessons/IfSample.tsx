import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { homeQuery } from './lessonsApi.ts'
import { RemoveSample } from './RemoveSample.tsx'

/** Shows its content, with the button that removes the sample, while there is one. */
export const IfSample = ({ children }: { readonly children: (remove: ReactNode) => ReactNode }) => {
  const { data: home } = useQuery(homeQuery)
  return home?.sample ? children(<RemoveSample />) : null
}
