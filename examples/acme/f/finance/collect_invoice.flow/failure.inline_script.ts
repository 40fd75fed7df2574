/** Runs when a step failed for good. */
export async function main(message: string, step: string) {
  console.log(`The invoice stays open: ${step} failed. ${message}`);
  return { open: true, step, message };
}
