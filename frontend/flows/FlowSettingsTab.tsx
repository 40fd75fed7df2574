import type { ReactNode } from 'react';
import type { Flow } from '../../backend/flows/flows.contract.ts';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/Page.tsx';
import { wordsOfFlowSettings } from './flow-settings-words.ts';

/** How the flow runs as a whole, in words. */
export function FlowSettingsTab({ flow }: { flow: Flow }): ReactNode {
  return (
    <Section title="How it runs">
      <Facts facts={wordsOfFlowSettings(flow)} none="One step after the other, as the steps say; nothing is set for the flow as a whole." />
    </Section>
  );
}
