import type { AppView } from '../../../backend/apps/apps.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { callAsGuest } from '../../api/client.ts';
import type { AppAddress } from './address.ts';
import { guestDoor, memberDoor, previewDoor, type Door } from './doors.ts';
import { nextToken, tellHeight, tokenOfAddress } from './embed-token.ts';

/** An app that is open, and how somebody got in. */
export type OpenedApp = { readonly view: AppView; readonly door: Door };

const open = async (door: Door): Promise<OpenedApp> => ({ view: await door.view(), door });
const isMissing = (error: unknown): boolean => isApiError(error, 'app/not_found', 'workspace/not_found');

/**
 * Opens an app by the door that fits: a member with their session; who is none, or may not see it, as a guest if the app lets guests in. In a
 * frame of another site the session of this browser is never used.
 */
export async function openApp(address: AppAddress, isSignedIn: boolean): Promise<OpenedApp> {
  if (address.entry === 'embed') return openEmbedded(address);
  if (!isSignedIn) return openAsAnybody(address);
  if (address.preview) return open(previewDoor(address));
  try {
    return await open(memberDoor(address));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return openAsAnybody(address);
  }
}

/** From here on this page is that of nobody in particular. */
function openAsAnybody(address: AppAddress): Promise<OpenedApp> {
  callAsGuest(null);
  return open(guestDoor(address, 'anonymous'));
}

async function openEmbedded(address: AppAddress): Promise<OpenedApp> {
  tellHeight();
  callAsGuest(tokenOfAddress() ?? (await nextToken()));
  return open(guestDoor(address, 'embed'));
}
