import { useEffect } from 'react';
import { create } from 'zustand';

/** Whether a page that needs the width asks the rail to make room. It does not touch what the person prefers elsewhere. */
export const useRailRoom = create<{ isAsked: boolean }>(() => ({ isAsked: false }));

/** Makes room beside the page while it is open; the person may still open the rail. */
export function useWidePage(): void {
  useEffect(() => {
    useRailRoom.setState({ isAsked: true });
    return () => useRailRoom.setState({ isAsked: false });
  }, []);
}
