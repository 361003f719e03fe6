import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { Problem } from '../api/problem.js';
import { type Me, meQuery, providerPath, signIn, signInByLink, signInWaysQuery } from '../api/session.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { ProblemNote } from '../ui/problem-note.js';
import { Card } from './card.js';
import { SecondStepForm } from './second-step.form.js';

const route = getRouteApi('/sign-in');

/** Signing in by an identity provider or a password. Leads to the page that was asked for. */
export function SignInPage() {
  const texts = useTexts();
  const router = useRouter();
  const queries = useQueryClient();
  const { next, failed } = route.useSearch();
  const { data: ways } = useQuery(signInWaysQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: (token: string | null) => (token === null ? signIn(email, password) : signInByLink(token)),
    onSuccess: enter,
  });
  function enter(me: Me) {
    queries.setQueryData(meQuery.queryKey, me);
    router.history.push(next ?? router.basepath);
  }
  const token = useLinkToken();
  const { mutate } = attempt;
  useEffect(() => {
    if (token !== null) mutate(token);
  }, [token, mutate]);
  if (attempt.error instanceof Problem && attempt.error.status === 401 && attempt.error.fields.code)
    return (
      <Card title={texts.session.welcome}>
        <SecondStepForm onIn={enter} onBack={attempt.reset} />
      </Card>
    );
  return (
    <Card title={texts.session.welcome}>
      {failed && (
        <p role="alert" className="rounded-md border border-bad bg-bad-tint px-3 py-2.5 text-ink">
          {texts.signInFailures[failed]}
        </p>
      )}
      {ways?.providers.map(({ id, name }) => (
        <a key={id} href={providerPath(id, next)} className={buttonLook('main')}>
          {texts.session.signInBy(name)}
        </a>
      ))}
      {ways?.password === false && <p className="text-soft">{texts.session.onlyByProvider}</p>}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate(null);
        }}
      >
        {attempt.error && <ProblemNote error={attempt.error} />}
        <TextField
          label={texts.session.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onValue={setEmail}
        />
        <TextField
          label={texts.session.password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onValue={setPassword}
        />
        <Button type="submit" look="main" busy={attempt.isPending}>
          {texts.session.signIn}
        </Button>
      </form>
      <Link to="/forgotten-password" className="self-center text-accent underline">
        {texts.session.forgotten}
      </Link>
    </Card>
  );
}

/** The token of a link that the first start has printed. It is taken out of the address, so that it is tried once. */
function useLinkToken(): string | null {
  const router = useRouter();
  const [token] = useState(() => /^link=([\w-]+)$/.exec(router.latestLocation.hash)?.[1] ?? null);
  useEffect(() => {
    if (token !== null) window.history.replaceState(window.history.state, '', window.location.pathname);
  }, [token]);
  return token;
}
