import type { ModelChoice } from '../../../backend/agents/agent.contract.ts';
import type { ModelPrice } from '../../../backend/agents/core/known-models.ts';

/** A price as an agent states it; `null`: from the built-in table. */
type StatedPrice = ModelChoice['price'];

/** A part of a price that an agent may state. */
export type PriceField = keyof NonNullable<StatedPrice>;

/** A price with another part. The first one that is stated takes the others from the table; what is emptied is 0, or left out where it may be. */
export function withPrice(stated: StatedPrice, known: ModelPrice | null, field: PriceField, dollars: number | null): NonNullable<StatedPrice> {
  const price = stated ?? { input: known?.input ?? 0, output: known?.output ?? 0 };
  if (dollars !== null) return { ...price, [field]: dollars };
  const { [field]: _, ...rest } = price;
  return { input: 0, output: 0, ...rest };
}

/** What counts where a part is left out. */
export function pricePlaceholders(stated: StatedPrice, known: ModelPrice | null): Record<PriceField, string> {
  const input = stated?.input ?? known?.input;
  const shown = (dollars: number | undefined): string => (dollars === undefined ? 'Unknown' : String(dollars));
  return {
    input: shown(known?.input),
    output: shown(known?.output),
    cached_input: shown(stated ? input : known?.cachedInput),
    cache_write: shown(stated ? input : known?.cacheWrite),
  };
}

/** Says which price counts, and what it means where there is none. */
export function priceInWords(stated: StatedPrice, known: ModelPrice | null, hasLimit: boolean): { text: string; isWarning: boolean } {
  if (stated) return { text: 'This price counts, whatever the built-in table says.', isWarning: false };
  if (known) {
    const step = known.above
      ? ` Above ${known.above.tokens.toLocaleString('en')} tokens of a prompt it is ${known.above.input} in and ${known.above.output} out.`
      : '';
    return { text: `From the built-in table.${step}`, isWarning: false };
  }
  const limit = hasLimit ? ' The limit in dollars of this agent never ends a run.' : '';
  return {
    text: `Nobody knows here what this model costs, so it counts as nothing against limits and budgets in dollars.${limit} State a price to have it counted.`,
    isWarning: true,
  };
}
