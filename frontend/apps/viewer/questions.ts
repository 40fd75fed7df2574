import { create } from 'zustand';
import type { Question } from '../runtime/page-runtime.ts';

type Asked = { question: Question; answer: (isYes: boolean) => void };

/** Questions that actions ask, one at a time. */
export const useQuestions = create<{ asked: Asked | null; ask: (question: Question) => Promise<boolean> }>((set, get) => ({
  asked: null,
  ask: (question) => {
    // An older question that nobody answered is answered with no.
    get().asked?.answer(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    set({
      asked: {
        question,
        answer: (isYes) => {
          set({ asked: null });
          resolve(isYes);
        },
      },
    });
    return promise;
  },
}));
