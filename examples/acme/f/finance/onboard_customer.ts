import { now, parallel, sleep, step, task, waitForApproval, workflow, type Email } from 'millrace';

type Customer = { company: string; revenue: number };
type Finding = { check: string; ok: boolean; note: string };

/** Limits up to this one need nobody's approval, in EUR. */
const freeLimit = 5000;
const publicMailers = ['gmail.com', 'outlook.com', 'hotmail.com', 'gmx.net', 'yahoo.com'];

/** Each check is a run of its own, with its log; one that cannot be done is tried again. */
const check = task(
  'check',
  async (name: string, company: string, email: string, known: Customer[]): Promise<Finding> => {
    console.log(`Checking ${name} of ${company}`);
    if (name === 'duplicate') {
      const twin = known.find((customer) => customer.company.toLowerCase() === company.toLowerCase());
      return { check: name, ok: twin === undefined, note: twin ? `${twin.company} is a customer already` : 'not a customer yet' };
    }
    const domain = email.split('@').at(-1) ?? '';
    const isPublic = publicMailers.includes(domain.toLowerCase());
    return { check: name, ok: !isPublic, note: isPublic ? `${domain} gives an address to anyone` : `${domain} belongs to a company` };
  },
  { retry: { attempts: 2, delaySeconds: 1 }, timeoutSeconds: 60 },
);

/**
 * Takes on a business customer: checks who they are, lets finance decide about a large credit limit, and opens the account after a
 * moment in which it can still be cancelled.
 * @param company Name of the company
 * @param email Whom invoices go to
 * @param limit Credit limit they ask for, in EUR
 */
export const main = workflow(async (company: string, email: Email, limit: number = 2500) => {
  const known = await task<Customer[]>('f/finance/top_customers', { count: 200, companies_only: true });
  const findings = await parallel(['duplicate', 'address'], (name) => check(name, company, email, known), { concurrency: 2 });
  const doubts = findings.filter(({ ok }) => !ok);
  const typical = await step('typical limit', () => Math.round(known.reduce((sum, { revenue }) => sum + Number(revenue), 0) / Math.max(1, known.length) / 12));

  let granted = limit;
  if (limit > freeLimit || doubts.length > 0) {
    const decision = await waitForApproval({
      title: `Credit limit of ${limit} EUR for ${company}`,
      summary: [`**${company}** (${email}) asks for **${limit} EUR**. A customer like them spends ${typical} EUR a month.`, ...findings.map(({ ok, check: name, note }) => `- ${ok ? 'ok' : 'doubtful'}: ${name}, ${note}`)].join('\n'),
      candidates: ['g/finance'],
      form: { type: 'object', properties: { limit: { type: 'number', title: 'Limit to grant', minimum: 0, default: limit } } },
      risk: doubts.length > 0 ? 'high' : 'normal',
      expires: '5 days',
    });
    if (!decision.approved) return { company, opened: false, reason: decision.comment || `The request ${decision.outcome}.`, findings };
    granted = Number(decision.values.limit ?? limit);
  }

  await sleep('2s');
  const number = await step('open account', () => `C-${Date.now().toString(36).toUpperCase()}`);
  console.log(`Opened ${number} for ${company}`);
  return { company, opened: true, number, limit: granted, since: now(), findings };
});
