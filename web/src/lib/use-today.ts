import { useEffect, useState } from 'react'
import { type Day, today } from './dates'

const LOOK_MS = 30_000

/** Today's date; a window that stays open past midnight turns the page. */
export function useToday(): Day {
  const [day, setDay] = useState(today)
  useEffect(() => {
    const timer = setInterval(() => setDay(today()), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return day
}
