import { ApiError, clientCodes } from './api-error.ts';
import { csrfHeader, errorOfAnswer } from './client.ts';

/** Sends a file as the body of a call and says how far it has come, which `fetch` cannot. Rejects as the other calls do. */
export function uploadFile<Answer>(address: string, file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const unreachable = (): ApiError =>
      new ApiError(clientCodes.unreachable, 'The file did not arrive: the network or the server is away. Try again in a moment.', {}, 0, null);
    request.open('POST', address);
    for (const [name, value] of Object.entries({ accept: 'application/json', 'content-type': 'application/octet-stream', ...csrfHeader() })) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(unreachable());
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) return reject(errorOfAnswer(request.status, request.responseText));
      resolve(JSON.parse(request.responseText) as Answer);
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
