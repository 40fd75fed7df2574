import type { ReactNode } from 'react';
import { EntryFrame } from './EntryFrame.tsx';

/** What is seen while it is not known yet who one is: for long only where the server is away or slow. */
export function OpeningPage(): ReactNode {
  return <EntryFrame title="Opening Millrace" description="The page appears by itself as soon as the server answers." />;
}
