import { useTexts } from '../shell/preferences.js';
import { useMe } from '../shell/me.js';
import { Page } from '../shell/page.js';

/** Who one is, and what one may do. */
export function AccountPage() {
  const texts = useTexts();
  const me = useMe();
  const rows = [
    [texts.account.name, `${me.first_name} ${me.last_name}`.trim()],
    [texts.session.email, me.email ?? texts.common.none],
    [texts.shell.roles, me.roles.join(', ') || texts.common.none],
    [texts.shell.teams, me.teams.map(({ name }) => name).join(', ') || texts.common.none],
    [texts.account.permissions, me.permissions.join(', ') || texts.common.none],
  ];
  return (
    <Page title={texts.shell.account}>
      <dl className="grid max-w-3xl grid-cols-[8rem_minmax(0,1fr)] gap-y-2">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd dir="auto" className="break-words">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}
