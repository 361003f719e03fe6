import { describe, expect, it } from '@jest/globals';

import { timeZoneName } from './time-zone.js';

describe('timeZoneName', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/ARGENTINA/BUENOS_AIRES', 'America/Argentina/Buenos_Aires'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    ['Europe/Kiev', 'Europe/Kiev'],
    ['europe/kyiv', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Coyhaique', 'America/Coyhaique'],
    ['est5edt', 'EST5EDT'],
  ])('takes %s for %s', (text, name) => {
    expect(timeZoneName(text)).toBe(name);
  });

  it.each([
    'IST',
    'PST',
    'BST',
    'AET',
    'SystemV/EST5',
    'SystemV/PST8PDT',
    'Factory',
    '+02:00',
    'UTC+2',
    'GMT+5',
    'Europe',
    'Europe/Berlin ',
    'Mars/Olympus',
    'constructor',
    '',
  ])('knows no zone %j', (text) => {
    expect(timeZoneName(text)).toBeNull();
  });

  it('knows every zone that Node does', () => {
    const unknown = Intl.supportedValuesOf('timeZone').filter((name) => timeZoneName(name) !== name);
    expect(unknown).toEqual([]);
  });
});
