import { IsEmail } from 'class-validator';

/** An e-mail address. Its domain needs no dot: the first administrator's may have none. */
export const IsEmailAddress = () => IsEmail({ require_tld: false });
