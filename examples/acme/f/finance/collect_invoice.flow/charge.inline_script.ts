/**
 * Charges a customer. This stands for the call of a payment provider, and like one it sometimes does not answer: the retry of
 * the step takes care of that.
 */
export async function main(number: string, amount: number, fail_percent = 40) {
  console.log(`Charging ${amount.toFixed(2)} EUR for ${number} …`);
  await new Promise((done) => setTimeout(done, 200));
  if (Math.random() * 100 < fail_percent) throw new Error('The payment provider did not answer (503). It is called again in a moment.');
  return { transaction: `ch_${crypto.randomUUID().slice(0, 8)}`, amount };
}
