import { saveFile } from '../../ui/download.ts';
import { toast } from '../../ui/toast.ts';
import type { PagePorts } from '../runtime/page-runtime.ts';
import { textOf } from '../runtime/steps.ts';
import { useQuestions } from './questions.ts';

/** Where links of apps may lead. Anything else, such as `javascript:`, is no address. */
const safeLink = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i;

/** What pages do in the browser, the same for viewers and in the preview of the builder. */
export const browserPorts: Pick<PagePorts, 'ask' | 'toast' | 'copy' | 'download' | 'link' | 'nowMs'> = {
  ask: (question) => useQuestions.getState().ask(question),
  toast: (message, tone) => toast({ title: message, isProblem: tone === 'problem' }),
  copy: (text) => navigator.clipboard.writeText(text),
  download: (name, value) =>
    saveFile(name, typeof value === 'string' ? value : JSON.stringify(value, null, 2), typeof value === 'string' ? 'text/plain' : 'application/json'),
  link: (url, isNewTab) => {
    if (!safeLink.test(url.trim())) return toast({ title: 'This link leads nowhere', message: textOf(url).slice(0, 200), isProblem: true });
    window.open(url, isNewTab ? '_blank' : '_self', 'noopener,noreferrer');
  },
  nowMs: () => Date.now(),
};
