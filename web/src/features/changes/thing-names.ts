import { createContext, useContext } from 'react'

/** The name of a thing by its id, where it is known: a change that leaves the name alone does not say it. */
export type NameThing = (id: string) => string | null

export const ThingNames = createContext<NameThing>(() => null)

export function useThingNames(): NameThing {
  return useContext(ThingNames)
}
