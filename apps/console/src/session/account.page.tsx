import type { ReactNode } from 'react';

import { AvatarField } from '../agents/avatar-field.js';
import { OwnFactors } from '../factors/own-factors.js';
import { may } from '../api/permissions.js';
import type { Me } from '../api/session.js';
import { KeysTab } from '../keys/keys.tab.js';
import { useMe } from '../shell/me.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { Details } from '../ui/details.js';
import { NameForm } from './name-form.js';
import { OwnAvailability } from './own-availability.js';
import { PasswordForm } from './password-form.js';
import { Sessions } from './sessions.js';

/** Who one is, how one signs in, and what one may do. */
export function AccountPage() {
  const texts = useTexts();
  const me = useMe();
  return (
    <Page title={texts.shell.account}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Section title={texts.agents.tabs.profile}>
          <AvatarField owner="me" name={nameOf(me)} url={me.avatar_url} />
          <NameForm key={nameOf(me)} me={me} />
          <OwnAvailability me={me} />
        </Section>
        <Section title={texts.session.password}>
          <PasswordForm />
        </Section>
      </div>
      <Section title={texts.factors.title}>
        <OwnFactors />
      </Section>
      <Section title={texts.own.sessions}>
        <Sessions of="me" />
      </Section>
      {may(me, 'users:manage') && (
        <Section title={texts.agents.tabs.keys}>
          <KeysTab agent={me} />
        </Section>
      )}
      <Section title={texts.own.access}>
        <Access me={me} />
      </Section>
    </Page>
  );
}

function nameOf({ first_name, last_name }: Me): string {
  return `${first_name} ${last_name}`.trim();
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

/** What others have given one. */
function Access({ me }: { readonly me: Me }) {
  const texts = useTexts();
  const rows = [
    [texts.session.email, me.email ?? texts.common.none],
    [texts.shell.roles, me.roles.join(', ') || texts.common.none],
    [texts.shell.teams, me.teams.map(({ name }) => name).join(', ') || texts.common.none],
    [texts.account.permissions, me.permissions.join(', ') || texts.common.none],
  ] as const;
  return <Details rows={rows} />;
}
