import { useEffect, useState } from 'react';

/** Turns true when `isOn` has been true for a while: so that fast answers never flash a skeleton or a spinner. */
export function useDelayed(isOn: boolean, delayMs = 150): boolean {
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (!isOn) {
      setIsShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setIsShown(true), delayMs);
    return () => clearTimeout(timer);
  }, [isOn, delayMs]);
  return isOn && isShown;
}
