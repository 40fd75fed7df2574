import { create } from 'zustand';

type Availability = { isAvailable: boolean; report: (isAvailable: boolean, retryAfterSeconds: number | null, retry: () => void) => void };

const firstRetryMs = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether the server can be reached. While it cannot, everything on the page is asked again when the server said to. */
export const useAvailability = create<Availability>((set, get) => ({
  isAvailable: true,
  report: (isAvailable, retryAfterSeconds, retry) => {
    if (isAvailable) {
      clearTimeout(timer);
      timer = undefined;
      if (!get().isAvailable) set({ isAvailable: true });
      return;
    }
    if (get().isAvailable) set({ isAvailable: false });
    timer ??= setTimeout(() => {
      timer = undefined;
      retry();
    }, retryAfterSeconds === null ? firstRetryMs : retryAfterSeconds * 1000);
  },
}));
