import type { ReactNode } from 'react';
import { useMe } from '../session/workspace.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { UrlTabs, useUrlTab } from '../ui/UrlTabs.tsx';
import { ClientsSection } from './ClientsSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { SecuritySection } from './SecuritySection.tsx';
import { TokensSection } from './TokensSection.tsx';

const tabs = [{ id: 'profile', label: 'Profile' }, { id: 'security', label: 'Password and sessions' }, { id: 'tokens', label: 'API tokens' }, { id: 'clients', label: 'Connected clients' }];
const views: Readonly<Record<string, () => ReactNode>> = { profile: ProfileSection, security: SecuritySection, tokens: TokensSection, clients: ClientsSection };

/** Oneself: profile and looks, password and sessions, API tokens, connected clients. */
export function AccountPage(): ReactNode {
  const me = useMe();
  const View = views[useUrlTab(tabs)] ?? ProfileSection;
  return (
    <Page
      width="narrow"
      header={
        <PageHeader title={me.name || me.email} documentTitle="Account" icon={<Avatar name={me.name || me.email} seed={me.email} />} description={me.name ? me.email : undefined}>
          <UrlTabs tabs={tabs} label="Parts of the account" />
        </PageHeader>
      }
    >
      <View />
    </Page>
  );
}
