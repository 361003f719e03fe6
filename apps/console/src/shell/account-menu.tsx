import { Menu } from '@base-ui/react/menu';
import { Link } from '@tanstack/react-router';

import { SIGN_OUT_PATH } from '../api/session.js';
import { AccountIcon } from '../ui/icons.js';
import { MENU_ITEM, MenuChoice, MenuLine, MenuPopup } from '../ui/menu.js';
import { useMe } from './me.js';
import { LANGUAGES, usePreferences, useTexts } from './preferences.js';

/** What is about the person: their account, how they see the console, the way out. */
export function AccountMenu({ onGo }: { readonly onGo: () => void }) {
  const texts = useTexts();
  const me = useMe();
  const { theme, setTheme, language, setLanguage } = usePreferences();
  return (
    <Menu.Root>
      <Menu.Trigger className="flex h-9 min-w-0 items-center gap-2.5 rounded-md px-2 text-start hover:bg-hover data-popup-open:bg-hover">
        <AccountIcon />
        <span dir="auto" className="truncate">
          {`${me.first_name} ${me.last_name}`.trim()}
        </span>
      </Menu.Trigger>
      <MenuPopup>
        <Menu.Item className={MENU_ITEM} render={<Link to="/account" onClick={onGo} />}>
          <span className="col-start-2">{texts.shell.account}</span>
        </Menu.Item>
        <MenuLine />
        <MenuChoice label={texts.shell.theme} value={theme} options={texts.shell.themes} onValue={setTheme} />
        <MenuChoice label={texts.shell.language} value={language} options={LANGUAGES} onValue={setLanguage} />
        <MenuLine />
        <Menu.Item className={MENU_ITEM} render={<a href={SIGN_OUT_PATH} />}>
          <span className="col-start-2">{texts.shell.signOut}</span>
        </Menu.Item>
      </MenuPopup>
    </Menu.Root>
  );
}
