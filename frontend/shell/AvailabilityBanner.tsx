import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAvailability } from '../session/availability.ts';
import classes from './AvailabilityBanner.module.css';

/** One quiet line while the server or its database is away. What is on the page stays there. */
export function AvailabilityBanner(): ReactNode {
  const isAvailable = useAvailability((state) => state.isAvailable);
  return (
    <div role="status" className={classes.region}>
      {!isAvailable && (
        <p className={classes.banner}>
          <IconPlugConnectedX aria-hidden />
          Millrace does not answer at the moment; trying again. Nothing that you see is lost.
        </p>
      )}
    </div>
  );
}
