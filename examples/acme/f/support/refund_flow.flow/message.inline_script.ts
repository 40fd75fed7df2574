/** Writes what the customer is told. It is the result of the flow; sending it is one more step. */
export async function main(customer: string, amount: number, currency: string, order_number: number) {
  const text = `Dear ${customer},\n\nwe have paid back ${amount.toFixed(2)} ${currency} for your order ${order_number}. The money arrives within three days.\n\nYours, Acme`;
  console.log(text);
  return { subject: `Your refund for order ${order_number}`, text };
}
