import type { ReactNode } from 'react';

/** A picture of 16 by 16 that says nothing to a screen reader: the word beside it does. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      aria-hidden
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      {children}
    </svg>
  );
}

const drawn = (path: string) =>
  function Drawn() {
    return (
      <Icon>
        <path d={path} />
      </Icon>
    );
  };

export const AgentsIcon = drawn('M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-5 5.5c.6-2.4 2.6-3.5 5-3.5s4.4 1.1 5 3.5');
export const TeamsIcon = drawn(
  'M5.5 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm5.5 0a1.7 1.7 0 1 0 0-3.4M1.5 12.5c.5-2 2-3 4-3s3.5 1 4 3m1.5-3c1.7 0 3 .8 3.5 2.6',
);
export const RolesIcon = drawn('M8 1.8 13 3.5v4c0 3-2 5.5-5 6.7-3-1.2-5-3.7-5-6.7v-4Zm-2.2 6.4 1.6 1.6 3-3.3');
export const ServiceIcon = drawn('M3 3h10v4H3Zm0 6h10v4H3ZM5.5 5h.1m-.1 6h.1');
export const ActivityIcon = drawn('M2.5 4h11M2.5 8h11M2.5 12h6');
export const WebhooksIcon = drawn(
  'M6.2 7.3a2.6 2.6 0 1 1 3.9-2.5M9 5.5l2.2 4m-.4 3.8a2.3 2.3 0 1 0-.6-4M4 9.3a2.4 2.4 0 1 0 2.7 2.4h4M6.2 7.3 4.4 11',
);
export const ProvisioningIcon = drawn(
  'M8 2.5v7m-2.5-2.3L8 9.7l2.5-2.5M2.5 10v2.2c0 .7.6 1.3 1.3 1.3h8.4c.7 0 1.3-.6 1.3-1.3V10',
);
export const ProvidersIcon = drawn('M6.5 13.5h6v-11h-6M2.5 8h7m-2.3-2.5L9.7 8 7.2 10.5');
export const OverviewIcon = drawn('M2.5 13.5h11M4 11V8m4 3V3.5m4 7.5V6');
export const JobsIcon = drawn('M8 4.5V8l2.3 1.5M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z');
export const PlansIcon = drawn('M2 4h12v8H2Zm0 2.8h12M4.5 9.8h3');
export const AccountsIcon = drawn(
  'M8 5.5c3 0 5-.8 5-1.8S11 2 8 2s-5 .8-5 1.7 2 1.8 5 1.8ZM3 3.7v8.6C3 13.2 5 14 8 14s5-.8 5-1.7V3.7M3 8c0 1 2 1.8 5 1.8s5-.8 5-1.8',
);
export const AccountIcon = drawn(
  'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-5a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 8 9Zm-3.3 3c.6-1.4 1.8-2 3.3-2s2.7.6 3.3 2',
);
export const MenuIcon = drawn('M2 4h12M2 8h12M2 12h12');
export const CloseIcon = drawn('m4 4 8 8m0-8-8 8');
export const CheckIcon = drawn('m3 8.5 3.2 3.2L13 4.5');
export const DownIcon = drawn('m4 6 4 4 4-4');
export const UpIcon = drawn('m4 10 4-4 4 4');
export const LeftIcon = drawn('m10 3-5 5 5 5');
export const RightIcon = drawn('m6 3 5 5-5 5');
export const PlusIcon = drawn('M8 3v10M3 8h10');
export const SearchIcon = drawn('M7 11.5A4.5 4.5 0 1 0 7 2.5a4.5 4.5 0 0 0 0 9Zm3.5-1 3 3');
export const AlertIcon = drawn(
  'M8 5v3.5m0 2.5v.1M7 2.6 1.8 11.7A1.2 1.2 0 0 0 2.8 13.5h10.4a1.2 1.2 0 0 0 1-1.8L9 2.6a1.2 1.2 0 0 0-2 0Z',
);
export const CopyIcon = drawn('M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3');
