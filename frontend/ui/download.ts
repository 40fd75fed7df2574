/** Saves text or bytes as a file of the person's machine. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  openDownload(address, name);
  // The browser has begun to read it by the time that the click returns; freeing it at once breaks downloads in some.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Downloads what stands at an address, under a name of the server's or a given one. */
export function openDownload(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** The bytes of a base64 text. */
export const bytesOfBase64 = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
