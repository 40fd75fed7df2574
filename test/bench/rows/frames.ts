import type { Page } from 'playwright-core';

type Recorder = { times: number[]; stop: boolean };
type RecorderWindow = typeof globalThis & { frameRecorder: Recorder };

/**
 * How long the page worked on each frame while something went on, in milliseconds: from the moment at which the frame was due until it was drawn and
 * the next task could begin. What a person sees as smooth has to fit between two frames.
 */
export async function framesDuring(page: Page, work: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(() => {
    const recorder: Recorder = { times: [], stop: false };
    (globalThis as RecorderWindow).frameRecorder = recorder;
    const channel = new MessageChannel();
    let due = 0;
    channel.port1.onmessage = () => recorder.times.push(performance.now() - due);
    const next = (at: number): void => {
      due = at;
      channel.port2.postMessage(null);
      if (!recorder.stop) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await work();
  return page.evaluate(() => {
    const { frameRecorder: recorder } = globalThis as RecorderWindow;
    recorder.stop = true;
    return recorder.times;
  });
}
