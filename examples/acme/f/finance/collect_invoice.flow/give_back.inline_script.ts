/** Undoes a charge, for when it could not be booked: the customer must not pay for an invoice that stays open. */
export async function main(transaction: string) {
  console.log(`Giving ${transaction} back.`);
  return { given_back: transaction };
}
