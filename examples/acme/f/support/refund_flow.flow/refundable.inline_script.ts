type Order = { order_number: number; status: string; total: number; currency: string; customer: string };
type Payment = { status: string; amount: number };
type Refundable = { amount: number; currency: string; customer: string; needs_approval: boolean };

/**
 * Says how much of an order can be paid back, before anybody is asked to decide.
 */
export async function main(order: Order, payments: Payment[], approval_above: number): Promise<Refundable> {
  if (order.status === 'refunded') throw new Error(`Order ${order.order_number} was refunded already.`);
  const paid = payments.findLast((payment) => payment.status === 'captured');
  if (!paid) throw new Error(`Order ${order.order_number} is ${order.status} and was never paid, so there is nothing to pay back.`);
  console.log(`${order.customer} paid ${paid.amount.toFixed(2)} ${order.currency}.`);
  return { amount: paid.amount, currency: order.currency, customer: order.customer, needs_approval: paid.amount > approval_above };
}
